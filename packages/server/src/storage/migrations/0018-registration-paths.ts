import type { Migration } from './migration.ts';

export const registrationPaths: Migration = {
  number: 18,
  name: 'registration-paths',
  async up(db) {
    for (const column of ['path', 'instance'] as const) {
      await db.schema.alterTable('bindings').addColumn(column, 'text').execute();
    }
    await db.schema.alterTable('bindings').addColumn('regId', 'integer').execute();
  },
};
