import { accountChanged } from './account-changed.ts';
import { callChanged } from './call-changed.ts';
import { userChanged } from './user-changed.ts';

export * from './publication.ts';
export * from './subjects.ts';

/** Every kind of publication by its id. */
export const publications = { accountChanged, callChanged, userChanged } as const;
