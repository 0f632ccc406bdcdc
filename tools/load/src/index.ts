export { listProducts, placeOrder, repeat, type SeenAnswer } from './shop.ts';
