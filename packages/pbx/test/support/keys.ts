export const REALM = 'office';
/** Of every telephone. */
export const PASSWORD = 'secret';
