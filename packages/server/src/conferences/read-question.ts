import type { ODataOption } from '@cordboard/contract';
import { badRequest, type ODataQuery, parseOData } from '../http/index.ts';
import { conferenceFields, conferenceOrder } from './fields.ts';

/** What conferences carry anyway, or have none of. */
const expandable: ReadonlySet<string> = new Set(['tags', 'participants', 'addresses']);

/** The OData options of a question about conferences. @throws ApiError invalid_filter, invalid_request */
export function readQuestion(query: Readonly<Record<string, unknown>>, options: readonly ODataOption[]): ODataQuery {
  const rules = { fields: conferenceFields, orderFields: conferenceOrder.fields, options, byPosition: true };
  const odata = parseOData(query, rules);
  if (odata.expand.every((name) => expandable.has(name))) return odata;
  throw badRequest('$expand', `$expand takes ${[...expandable].join(', ')}.`);
}
