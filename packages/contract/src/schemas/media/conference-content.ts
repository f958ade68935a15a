import { type Static, Type } from 'typebox';
import { collection, collectionExample } from '../shared/collection.ts';
import { exampleIds } from '../shared/example-ids.ts';
import { Conference } from './conference.ts';
import { Participant } from './participant.ts';
import { Recording } from './recording.ts';

/**
 * Something found in the conferences of an account. The swagger joins the three kinds of `location` with allOf, which
 * nothing can satisfy; one of them is what is meant.
 */
export const ContentResult = Type.Object({
  content: Type.String({ description: 'The text that was found' }),
  location: Type.String({ description: 'Path of the resource that it was found in' }),
  type: Type.Enum(['conference', 'participant', 'recording'], { type: 'string' }),
  _links: Type.Optional(Type.Object({ conference: Type.String() })),
  _embedded: Type.Optional(Type.Object({ location: Type.Optional(Type.Union([Conference, Participant, Recording])) })),
});
export type ContentResult = Static<typeof ContentResult>;

export const ContentResultCollection = collection(ContentResult);

const conference = `/2017-09-01/conferences/${exampleIds.conferenceId}`;

export const contentResultsExample = collectionExample('/2017-09-01/conferences/content?%24search=Monday', [
  { content: 'Monday round', location: conference, type: 'conference', _links: { conference } },
] as const);
