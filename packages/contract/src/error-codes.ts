import { type ErrorName, type ErrorStatus, errorNames } from './error-names.ts';

export interface ErrorKind {
  readonly status: ErrorStatus;
  readonly name: ErrorName;
  /** What went wrong. */
  readonly meaning: string;
  /** What the caller can do about it. */
  readonly fix: string;
}

function kind(status: ErrorStatus, meaning: string, fix: string): ErrorKind {
  return { status, name: errorNames[status], meaning, fix };
}

/** Every `code` that an error body can carry. docs/errors.md is generated from it. */
export const errorCodes = {
  invalid_request: kind(
    400,
    'A field or parameter is missing or has the wrong form.',
    'Correct the field that `param` and the message name.',
  ),
  invalid_json: kind(400, 'The body is not valid JSON.', 'Send well-formed JSON in UTF-8.'),
  invalid_filter: kind(
    400,
    'An OData option ($filter, $orderby, $top, ...) cannot be read, or names a field that cannot be used there.',
    'Correct the expression at the position that the message gives.',
  ),
  invalid_subject_filter: kind(
    400,
    'The subjectFilter is not a regular expression that can be run in linear time.',
    'Correct the expression; back-references and look-around are not available.',
  ),
  invalid_publication_filter: kind(
    400,
    'The publicationFilter is not a JSONPath expression, or is too long or too deep.',
    'Correct the expression at the position that the message gives.',
  ),
  unknown_action: kind(400, 'There is no such call action.', 'Use one of the actions that the message lists.'),
  missing_argument: kind(
    400,
    'The action needs an argument, such as a destination.',
    'Send the argument in the field that `param` names.',
  ),
  target_refused: kind(
    400,
    'Webhooks may not be delivered to this address: it is private, local or not allowed.',
    'Use a public address, or ask the operator to allow the range in CORDBOARD_WEBHOOK_ALLOW.',
  ),
  transport_not_supported: kind(400, 'This transport is not available.', 'Use one that the message lists.'),
  unauthorized: kind(
    401,
    'The token is missing, malformed, expired or revoked.',
    'Get a token from POST /token and send it in the Authorization header.',
  ),
  invalid_credentials: kind(
    401,
    'User name, password, code or refresh token is wrong or used up.',
    'Check what you sent; sign in again when a refresh token is refused.',
  ),
  user_not_verified: kind(
    401,
    'The user has not finished the verification.',
    'Let the user follow the link of the welcome message first.',
  ),
  forbidden: kind(
    403,
    'The token is good, but may not do this here.',
    'Use a token of the owner or of an administrator of the account.',
  ),
  role_too_high: kind(
    403,
    'The role is above your own, or not available in this account.',
    'Choose a role up to your own.',
  ),
  unknown_route: kind(404, 'There is nothing at this path.', 'Check the path; every path begins with /2017-09-01.'),
  unknown_account: kind(404, 'There is no such account.', 'Check the accountId; GET /token shows your own.'),
  unknown_user: kind(404, 'There is no such user in the account.', 'Look the user up with GET /users?$search=...'),
  unknown_endpoint: kind(
    404,
    'There is no such endpoint in the account.',
    'Check the extension; a user has an endpoint once it has an extension.',
  ),
  unknown_voicemail: kind(
    404,
    'There is no such message in the mailbox; it may have been deleted.',
    'List them with GET /endpoints/{endpointId}/voicemail.',
  ),
  unknown_ring_group: kind(404, 'There is no such ring group in the account.', 'List them with GET /ringGroups.'),
  unknown_call: kind(
    404,
    'The endpoint has no such active call; it may have ended.',
    'List the active calls with GET /endpoints/{endpointId}/calls.',
  ),
  unknown_call_record: kind(
    404,
    'You have no record of such a call; it may not be over, or was deleted after its time.',
    'List the calls that are over with GET /calls/records.',
  ),
  unknown_recording: kind(
    404,
    'There is no such recording in the account.',
    'List the recordings with GET /recordings.',
  ),
  unknown_conference: kind(
    404,
    'There is no such conference in the account.',
    'List the conferences with GET /conferences.',
  ),
  unknown_participant: kind(
    404,
    'The conference has no such participant.',
    'List them with GET /conferences/{conferenceId}/participants.',
  ),
  unknown_attempt: kind(
    404,
    'There is no such attempt to deliver; attempts are kept for seven days.',
    'List them with GET /subscriptions/{subscriptionId}/attempts.',
  ),
  unknown_recovery: kind(
    404,
    'There is no such recovery of the subscription.',
    'Begin one with POST /subscriptions/{subscriptionId}/recoveries.',
  ),
  unknown_subscription: kind(
    404,
    'There is no such subscription of yours; it may have expired.',
    'Create a new subscription.',
  ),
  unknown_trunk: kind(404, 'There is no such trunk.', 'List the trunks with GET /trunks.'),
  unknown_number: kind(404, 'There is no such number of ours.', 'List the numbers with GET /numbers.'),
  unknown_destination: kind(
    404,
    'The number is neither an endpoint nor one that goes out by a trunk. The call stays as it was.',
    'Use an extension of the account or a number that the trunk takes.',
  ),
  method_not_allowed: kind(405, 'The path exists, but not with this method.', 'Use a method of the Allow header.'),
  email_in_use: kind(409, 'Another user has this e-mail address.', 'Use another address, or change that user.'),
  extension_in_use: kind(409, 'Another user of the account has this extension.', 'Use another extension.'),
  number_in_use: kind(409, 'An extension or ring group has this number.', 'Use another number.'),
  outside_number_in_use: kind(409, 'The number is one of ours already.', 'Change the entry that has it.'),
  read_only: kind(
    409,
    'It comes from the settings of the server.',
    'Change the setting that the message names, or add another one through the API.',
  ),
  wrong_subscription_state: kind(
    409,
    'The subscription is disabled, or what you ask for is under way.',
    'Switch it on with PUT {"status": "active"}, or wait.',
  ),
  subscription_limit: kind(
    409,
    'The account has as many subscriptions as it may have.',
    'End those that nobody needs: DELETE /subscriptions?applicationId=...',
  ),
  user_limit: kind(409, 'The account has as many users as it may have.', 'Delete users, or raise the limit.'),
  last_administrator: kind(
    409,
    'The account would have no administrator left.',
    'Make another user an administrator first.',
  ),
  wrong_call_state: kind(
    409,
    'The call is not in a state that allows the action.',
    'Read the call, and act on its present state.',
  ),
  remote_answer_unsupported: kind(
    409,
    'The telephone cannot be answered from the API: it does not offer the talk event.',
    'Answer on the telephone, or use one that supports it.',
  ),
  endpoint_unreachable: kind(
    409,
    'No telephone is registered for the endpoint.',
    'Register a telephone with the credentials of the endpoint.',
  ),
  do_not_disturb: kind(
    409,
    'The endpoint does not want to be disturbed, and forwards such calls nowhere.',
    'Call another endpoint, or wait until its do not disturb is off.',
  ),
  group_busy: kind(
    409,
    'Every member of the ring group is in a call, and the group has no overflow.',
    'Try again later, or give the group an overflow.',
  ),
  forwarding_loop: kind(
    409,
    'The call was forwarded in a circle, or too often.',
    'Read GET /endpoints/{endpointId}/forwarding of the endpoints that the message names.',
  ),
  no_trunk: kind(
    409,
    'The number is an outside one, and there is no trunk.',
    'Configure a trunk (CORDBOARD_TRUNK_PEER).',
  ),
  phone_refused: kind(
    409,
    'The telephone or trunk refused. The message has its answer.',
    'Look at the telephone; try again later.',
  ),
  conference_exists: kind(409, 'There is a conference with this id.', 'Leave the id out, or use another.'),
  access_code_in_use: kind(
    409,
    'Another conference has this access code, or none of this length is free.',
    'Leave the code out, or use a longer one.',
  ),
  wrong_conference_state: kind(
    409,
    'The conference, or the participant, is not in a state that allows the action.',
    'Read the conference and its participants, and act on their present state.',
  ),
  recording_not_over: kind(409, 'The recording is still being made.', 'Wait for its end, or end the call.'),
  idempotency_in_progress: kind(
    409,
    'A request with this Idempotency-Key is still running.',
    'Wait for it, then send the same request again.',
  ),
  publication_not_kept: kind(
    410,
    'The publication is older than what is kept.',
    'Read the resource at its subject; publications are kept for seven days.',
  ),
  link_expired: kind(410, 'The link to the sound was good for some minutes only.', 'Ask for the recording again.'),
  body_too_large: kind(413, 'The body is larger than this operation takes.', 'Send less.'),
  unsupported_media_type: kind(
    415,
    'The operation does not read this Content-Type.',
    'Send application/json, or what the operation documents.',
  ),
  idempotency_conflict: kind(
    422,
    'The Idempotency-Key was used with another request.',
    'Use a new key for each new request.',
  ),
  too_many_requests: kind(429, 'Too many requests in a short time.', 'Wait until the time in Retry-After.'),
  internal_error: kind(
    500,
    'Something broke in the server.',
    'Tell the operator the x-mitel-correlation-id of the response.',
  ),
  not_implemented: kind(501, 'The contract has it, but this server does not serve it yet.', 'Do without it for now.'),
  no_media_ports: kind(
    503,
    'All ports for audio are in use.',
    'Try again after a call has ended, or widen CORDBOARD_RTP_PORTS.',
  ),
  pbx_overloaded: kind(503, 'The PBX has as many calls as it can carry.', 'Try again in a moment.'),
  pbx_unavailable: kind(503, 'The PBX is starting, stopping or cut off.', 'Try again in a moment.'),
  storage_unavailable: kind(503, 'The database does not answer; nothing was saved.', 'Try again in a moment.'),
  phone_timeout: kind(
    504,
    'The telephone or PBX did not answer in time.',
    'Read the call to learn its state, then try again.',
  ),
} as const satisfies Readonly<Record<string, ErrorKind>>;

export type ErrorCode = keyof typeof errorCodes;
