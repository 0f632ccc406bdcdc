// Joins the database of the data directory named by its first argument, tells its parent the address,
// and does as told: 'restart', 'crash', 'leave'.
import { createLogger } from '@ballast/logging';
import { joinDatabase } from '../src/join-database.ts';

const [dataDirectory = '', fresh] = process.argv.slice(2);
const logger = createLogger({
  service: 'user',
  destination: { write: (line) => process.send?.({ said: line }) },
});
try {
  const database = await joinDatabase({ dataDirectory, fresh: fresh === 'fresh', logger });
  process.on('message', (order) => {
    const work = order === 'leave' ? database.leave() : database.restart(order === 'crash');
    void work.then(() => process.send?.({ done: order }));
  });
  process.once('disconnect', () => process.exit());
  process.send?.({ url: database.url });
} catch (error) {
  process.send?.({ refused: (error as Error).message });
  process.disconnect();
}
