import { createOwnUser } from './admin/createOwnUser.ts';
import { createUser } from './admin/createUser.ts';
import { deleteOwnUser } from './admin/deleteOwnUser.ts';
import { deleteUser } from './admin/deleteUser.ts';
import { getAccount } from './admin/getAccount.ts';
import { getOwnUser } from './admin/getOwnUser.ts';
import { getUser } from './admin/getUser.ts';
import { listOwnUsers } from './admin/listOwnUsers.ts';
import { listUsers } from './admin/listUsers.ts';
import { updateAccount } from './admin/updateAccount.ts';
import { updateOwnUser } from './admin/updateOwnUser.ts';
import { updateUser } from './admin/updateUser.ts';
import { createAuthorizationCode } from './authentication/createAuthorizationCode.ts';
import { createToken } from './authentication/createToken.ts';
import { deleteToken } from './authentication/deleteToken.ts';
import { getToken } from './authentication/getToken.ts';
import { createConference } from './media/createConference.ts';
import { createEndpointCall } from './media/createEndpointCall.ts';
import { createParticipant } from './media/createParticipant.ts';
import { createParticipantConnection } from './media/createParticipantConnection.ts';
import { deleteConference } from './media/deleteConference.ts';
import { deleteParticipant } from './media/deleteParticipant.ts';
import { deleteRecording } from './media/deleteRecording.ts';
import { getCallRecord } from './media/getCallRecord.ts';
import { getCallRecords } from './media/getCallRecords.ts';
import { getCalls } from './media/getCalls.ts';
import { getConference } from './media/getConference.ts';
import { getConferences } from './media/getConferences.ts';
import { getEndpoint } from './media/getEndpoint.ts';
import { getEndpointCall } from './media/getEndpointCall.ts';
import { getEndpointCalls } from './media/getEndpointCalls.ts';
import { getParticipant } from './media/getParticipant.ts';
import { getParticipants } from './media/getParticipants.ts';
import { getRecording } from './media/getRecording.ts';
import { getRecordings } from './media/getRecordings.ts';
import { getUserAttendances } from './media/getUserAttendances.ts';
import { getUserConferences } from './media/getUserConferences.ts';
import { runConferenceControlCommand } from './media/runConferenceControlCommand.ts';
import { searchConferenceContent } from './media/searchConferenceContent.ts';
import { updateCallByEndpointId } from './media/updateCallByEndpointId.ts';
import { updateCallRecord } from './media/updateCallRecord.ts';
import { updateCallRecords } from './media/updateCallRecords.ts';
import { updateConference } from './media/updateConference.ts';
import { updateConferenceParticipant } from './media/updateConferenceParticipant.ts';
import { updateEndpoint } from './media/updateEndpoint.ts';
import { updateRecording } from './media/updateRecording.ts';
import { createConnection } from './notifications/createConnection.ts';
import { createRecovery } from './notifications/createRecovery.ts';
import { createSubscription } from './notifications/createSubscription.ts';
import { deleteSubscription } from './notifications/deleteSubscription.ts';
import { deleteSubscriptions } from './notifications/deleteSubscriptions.ts';
import { getAttempt } from './notifications/getAttempt.ts';
import { getRecovery } from './notifications/getRecovery.ts';
import { getSubscription } from './notifications/getSubscription.ts';
import { listAttempts } from './notifications/listAttempts.ts';
import { listSubscriptions } from './notifications/listSubscriptions.ts';
import { replayAttempt } from './notifications/replayAttempt.ts';
import { rotateSubscriptionSecret } from './notifications/rotateSubscriptionSecret.ts';
import { sendTestEvent } from './notifications/sendTestEvent.ts';
import { updateSubscription } from './notifications/updateSubscription.ts';
import { createEndpointCredentials } from './platform/createEndpointCredentials.ts';
import { createNumber } from './platform/createNumber.ts';
import { createRingGroup } from './platform/createRingGroup.ts';
import { createTrunk } from './platform/createTrunk.ts';
import { deleteNumber } from './platform/deleteNumber.ts';
import { deleteRingGroup } from './platform/deleteRingGroup.ts';
import { deleteTrunk } from './platform/deleteTrunk.ts';
import { deleteVoicemail } from './platform/deleteVoicemail.ts';
import { explainRoute } from './platform/explainRoute.ts';
import { getForwarding } from './platform/getForwarding.ts';
import { getMailbox } from './platform/getMailbox.ts';
import { getNumber } from './platform/getNumber.ts';
import { getOutboundRules } from './platform/getOutboundRules.ts';
import { getRecordingMedia } from './platform/getRecordingMedia.ts';
import { getRingGroup } from './platform/getRingGroup.ts';
import { getTrunk } from './platform/getTrunk.ts';
import { getVoicemail } from './platform/getVoicemail.ts';
import { getVoicemailMedia } from './platform/getVoicemailMedia.ts';
import { listNumbers } from './platform/listNumbers.ts';
import { listRingGroups } from './platform/listRingGroups.ts';
import { listTrunks } from './platform/listTrunks.ts';
import { listVoicemail } from './platform/listVoicemail.ts';
import { updateForwarding } from './platform/updateForwarding.ts';
import { updateMailbox } from './platform/updateMailbox.ts';
import { updateNumber } from './platform/updateNumber.ts';
import { updateOutboundRules } from './platform/updateOutboundRules.ts';
import { updateRingGroup } from './platform/updateRingGroup.ts';
import { updateTrunk } from './platform/updateTrunk.ts';
import { updateVoicemail } from './platform/updateVoicemail.ts';

/** Every operation by its id. Each keeps its own type. */
export const operations = {
  createAuthorizationCode,
  createToken,
  deleteToken,
  getToken,
  createOwnUser,
  createUser,
  deleteOwnUser,
  deleteUser,
  getAccount,
  getOwnUser,
  getUser,
  listOwnUsers,
  listUsers,
  updateAccount,
  updateOwnUser,
  updateUser,
  createConference,
  createEndpointCall,
  createParticipant,
  createParticipantConnection,
  deleteConference,
  deleteParticipant,
  deleteRecording,
  getCallRecord,
  getCallRecords,
  getCalls,
  getConference,
  getConferences,
  getEndpoint,
  getEndpointCall,
  getEndpointCalls,
  getParticipant,
  getParticipants,
  getRecording,
  getRecordings,
  getUserAttendances,
  getUserConferences,
  runConferenceControlCommand,
  searchConferenceContent,
  updateCallByEndpointId,
  updateCallRecord,
  updateCallRecords,
  updateConference,
  updateConferenceParticipant,
  updateEndpoint,
  updateRecording,
  createEndpointCredentials,
  createNumber,
  createTrunk,
  deleteNumber,
  deleteTrunk,
  explainRoute,
  getNumber,
  getOutboundRules,
  getTrunk,
  listNumbers,
  listTrunks,
  updateNumber,
  updateOutboundRules,
  updateTrunk,
  getRecordingMedia,
  getForwarding,
  updateForwarding,
  getMailbox,
  updateMailbox,
  listVoicemail,
  getVoicemail,
  updateVoicemail,
  deleteVoicemail,
  getVoicemailMedia,
  createRingGroup,
  deleteRingGroup,
  getRingGroup,
  listRingGroups,
  updateRingGroup,
  createConnection,
  createSubscription,
  deleteSubscription,
  deleteSubscriptions,
  getSubscription,
  listSubscriptions,
  createRecovery,
  getAttempt,
  getRecovery,
  listAttempts,
  replayAttempt,
  sendTestEvent,
  rotateSubscriptionSecret,
  updateSubscription,
} as const;

export type OperationId = keyof typeof operations;
