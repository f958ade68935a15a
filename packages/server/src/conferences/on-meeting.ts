import { PbxError } from '@cordboard/pbx';
import { ApiError } from '../http/index.ts';
import { onPbx } from '../media/index.ts';

/** Asks something of a meeting; its refusals become errors of the API. */
export async function onMeeting<T>(work: () => T, param: string): Promise<T> {
  return await onPbx(async () => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof PbxError) || error.code !== 'wrongState') throw error;
      throw new ApiError('wrong_conference_state', error.message, { cause: error, param });
    }
  }, param);
}
