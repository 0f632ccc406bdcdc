import './style.css';
import { render } from 'preact';
import { followPast } from './live/past.ts';
import { followServer } from './live/stream.ts';
import { announceHappenings } from './shell/announcements.ts';
import { App } from './shell/app.tsx';

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no #app');
root.replaceChildren();
followServer();
followPast();
announceHappenings();
render(<App />, root);
