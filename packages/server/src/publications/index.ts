export {
  isKeptAfter,
  lastSequence,
  readPublicationsAfter,
  readPublicationsBetween,
  type StoredPublication,
  sequenceAt,
} from './outbox.ts';
export {
  createPublications,
  type NewPublication,
  type Publications,
} from './publications.ts';
