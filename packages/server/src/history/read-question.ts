import type { ODataOption } from '@cordboard/contract';
import { type ODataQuery, parseOData } from '../http/index.ts';
import { filterFields, orderFields } from './fields.ts';

/** What a request asks of the history. @throws ApiError invalid_filter */
export function readQuestion(query: Readonly<Record<string, unknown>>, options: readonly ODataOption[]): ODataQuery {
  return parseOData(query, { fields: filterFields, orderFields, options, byPosition: true });
}
