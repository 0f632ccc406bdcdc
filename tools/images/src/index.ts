export { listImages } from './list-images.ts';
