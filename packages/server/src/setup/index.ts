export { setupLink } from './setup-link.ts';
