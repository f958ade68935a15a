import { Type } from 'typebox';
import { DateTime } from './text.ts';

/** Who made and last changed an entity, and when. */
export const auditFields = {
  createdOn: DateTime,
  createdBy: Type.String({ description: 'principalId' }),
  modifiedOn: DateTime,
  modifiedBy: Type.String({ description: 'principalId' }),
};
