export * from './error-codes.ts';
export * from './error-names.ts';
export * from './names.ts';
export * from './operation.ts';
export * from './operations/index.ts';
export * from './path.ts';
export * from './publications/index.ts';
export * from './schemas/index.ts';
