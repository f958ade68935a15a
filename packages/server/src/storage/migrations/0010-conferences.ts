import type { Migration } from './migration.ts';

export const conferences: Migration = {
  number: 10,
  name: 'conferences',
  async up(db) {
    await db.schema
      .createTable('conferences')
      .addColumn('conferenceId', 'text', (c) => c.primaryKey().notNull())
      .addColumn('accountId', 'text', (c) => c.notNull())
      .addColumn('name', 'text')
      .addColumn('accessCode', 'text', (c) => c.notNull().unique())
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('lobbyPolicy', 'text', (c) => c.notNull())
      .addColumn('muteOnEntry', 'integer', (c) => c.notNull())
      .addColumn('record', 'integer', (c) => c.notNull())
      .addColumn('locked', 'integer', (c) => c.notNull())
      .addColumn('instanceId', 'text')
      .addColumn('startsOn', 'bigint')
      .addColumn('expiresOn', 'bigint')
      .addColumn('createdOn', 'bigint', (c) => c.notNull())
      .addColumn('createdBy', 'text', (c) => c.notNull())
      .addColumn('modifiedOn', 'bigint', (c) => c.notNull())
      .addColumn('modifiedBy', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('conferencesByAccount')
      .on('conferences')
      .columns(['accountId', 'createdOn', 'conferenceId'])
      .execute();
    await db.schema
      .createTable('conferenceParticipants')
      .addColumn('conferenceId', 'text', (c) => c.notNull())
      .addColumn('participantId', 'text', (c) => c.notNull())
      .addColumn('userId', 'text')
      .addColumn('name', 'text')
      .addColumn('number', 'text')
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('place', 'text')
      .addColumn('muted', 'integer', (c) => c.notNull())
      .addColumn('onetimeAcceptance', 'integer', (c) => c.notNull())
      .addColumn('createdOn', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('conferenceParticipantsKey', ['conferenceId', 'participantId'])
      .execute();
    await db.schema
      .createIndex('conferenceParticipantsByUser')
      .on('conferenceParticipants')
      .columns(['userId', 'conferenceId'])
      .execute();
    await db.schema
      .createTable('attendances')
      .addColumn('attendanceId', 'text', (c) => c.primaryKey().notNull())
      .addColumn('accountId', 'text', (c) => c.notNull())
      .addColumn('conferenceId', 'text', (c) => c.notNull())
      .addColumn('instanceId', 'text', (c) => c.notNull())
      .addColumn('participantId', 'text', (c) => c.notNull())
      .addColumn('userId', 'text')
      .addColumn('name', 'text')
      .addColumn('number', 'text')
      .addColumn('joinedOn', 'bigint', (c) => c.notNull())
      .addColumn('leftOn', 'bigint')
      .addColumn('cause', 'text')
      .execute();
    await db.schema
      .createIndex('attendancesByUser')
      .on('attendances')
      .columns(['userId', 'joinedOn', 'attendanceId'])
      .execute();
  },
};
