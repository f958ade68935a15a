export type { Scalar } from './equality-terms.ts';
export { FilterError } from './filter-error.ts';
export { type Json, type JsonObject, member } from './json.ts';
export { parseMethodFilter } from './method-filter.ts';
export { compilePublicationFilter, type PublicationFilter } from './publication-filter.ts';
export { requiredKeys } from './required-keys.ts';
export { compileSubjectFilter, type SubjectFilter } from './subject-filter.ts';
