import { clearInterval, setInterval } from 'node:timers';

const LOOK_MS = 200;

/**
 * Calls back when npm, which started this process, has ended. npm runs a script through a shell: a
 * signal to npm ends npm and that shell, and the shell does not pass it on. Only the parent, which is
 * another one then, tells of it.
 *
 * @param {() => void} callback
 * @returns {() => void} ends the watch
 */
export function whenNpmEnds(callback) {
  if (process.env['npm_lifecycle_event'] === undefined) return () => undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, LOOK_MS);
  return () => clearInterval(timer);
}
