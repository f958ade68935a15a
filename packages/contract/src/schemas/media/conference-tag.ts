import { type Static, Type } from 'typebox';
import { auditFields } from '../shared/audit.ts';
import { collection } from '../shared/collection.ts';
import { SelfLink } from '../shared/links.ts';

const tagFields = {
  id: Type.String(),
  conferenceId: Type.String(),
  accountId: Type.String(),
  value: Type.String({ description: 'Often JSON text, for example the conversation that the meeting belongs to' }),
  ...auditFields,
  _links: SelfLink,
};

/** A note that a program keeps on a conference. */
export const ConferenceTag = Type.Object(tagFields, { additionalProperties: false });
export type ConferenceTag = Static<typeof ConferenceTag>;

export const ConferenceTagCollection = collection(ConferenceTag);

/** A note that a program keeps on a participant of a conference. */
export const ParticipantTag = Type.Object(
  { ...tagFields, participantId: Type.String() },
  { additionalProperties: false },
);
export type ParticipantTag = Static<typeof ParticipantTag>;
