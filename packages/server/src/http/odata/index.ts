export { applyOData } from './apply-odata.ts';
export type { Fields } from './expression.ts';
export { nextLink } from './next-link.ts';
export { type ODataQuery, parseOData } from './parse-odata.ts';
export { selectInMemory } from './select-in-memory.ts';
