/** The people and things of all examples, so that they tell one story. */
export const exampleIds = {
  accountId: '3f1c0f4e-6a52-4e0b-9f0a-7a2f7f6d8c11',
  partnerId: '8c9f1f0a-52b8-4f6b-8f6e-0d6f4f0c2b1d',
  userId: 'b7d0c6de-1f2e-4d0c-8a5b-2f6f2b1c9e44',
  adminId: '0a4a1df2-93c5-4a1c-b6c7-57c2e3d1f0a9',
  applicationId: '5b9c2b0e-4c5d-4d0a-9f4e-3a2b1c0d9e8f',
  subscriptionId: '2d08a6f1c3b54e7f9a0b1c2d3e4f8303',
  publicationId: '0190a1b2-c3d4-7e5f-8a6b-9c0d1e2f3a4b',
  correlationId: '0190a1b2-c3d4-7000-8000-5e6f7a8b9c0d',
  conferenceId: '6e0f8a52-7f1d-4d3a-8f2b-1c9d0e7a5b33',
  recordingId: '9a1b2c3d-4e5f-4a6b-8c7d-0e1f2a3b4c5d',
  createdOn: '2026-05-04T09:30:00.000Z',
  modifiedOn: '2026-05-04T09:30:00.000Z',
} as const;

export const exampleAudit = {
  createdOn: exampleIds.createdOn,
  createdBy: exampleIds.adminId,
  modifiedOn: exampleIds.modifiedOn,
  modifiedBy: exampleIds.adminId,
} as const;
