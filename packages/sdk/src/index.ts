export * from './page.ts';
export * from './webhook.ts';
