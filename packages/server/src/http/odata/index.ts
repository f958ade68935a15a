export { applyFilter, applyOData } from './apply-odata.ts';
export type { Expression, Fields } from './expression.ts';
export { nextLink } from './next-link.ts';
export { type ODataQuery, parseOData } from './parse-odata.ts';
export { applyPage, type PageOrder, positionToken } from './position.ts';
export { selectInMemory } from './select-in-memory.ts';
