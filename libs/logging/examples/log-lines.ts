import { createLogger } from '@ballast/logging';

const logger = createLogger({ service: 'orders', level: 'info' });
const orderLogger = logger.child({ orderId: 'o-1' });

orderLogger.info({ totalCents: 1290n }, 'order placed');
orderLogger.debug({}, 'dropped: below the level');
orderLogger.error({ error: new Error('no route to host') }, 'inventory is away');
