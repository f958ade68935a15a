export type { EqualityTerm, Scalar } from './equality-terms.ts';
export { FilterError } from './filter-error.ts';
export type { Json, JsonObject } from './json.ts';
export { parseMethodFilter } from './method-filter.ts';
export { compilePublicationFilter, type PublicationFilter } from './publication-filter.ts';
export { compileSubjectFilter, type SubjectFilter } from './subject-filter.ts';
