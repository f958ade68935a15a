import { createSocket } from 'node:dgram';
import { type Credentials, SipEndpoint } from '@cordboard/sip';
import { expect, test } from 'vitest';
import { Company } from '../media/support/company.ts';
import { people } from '../media/support/people.ts';
import { until } from '../media/support/until.ts';
import { eachPlace } from '../support/storage.ts';

const { admin, ada } = people;

/** Hears one request and answers it. */
async function listener() {
  const socket = createSocket('udp4');
  let text: string | undefined;
  socket.on('message', (message, { port }) => {
    text = message.toString();
    const kept = text.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq):/i.test(line));
    socket.send(['SIP/2.0 200 OK', ...kept, 'Content-Length: 0', '', ''].join('\r\n'), port, '127.0.0.1');
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { port: socket.address().port, first: () => text, close: () => socket.close() };
}

eachPlace('The lamp of a telephone', (makePlace) => {
  /** What a telephone is told that asks once (RFC 3842). */
  async function asks(company: Company, credentials: Credentials): Promise<string> {
    const phone = new SipEndpoint({ contactUser: '2880' });
    const told = await listener();
    try {
      await phone.listen({ transport: 'udp', host: '127.0.0.1', port: 0 });
      const address = `sip:2880@127.0.0.1:${company.sipPort}`;
      const answer = await phone.request({
        method: 'SUBSCRIBE',
        uri: address,
        from: { uri: address },
        to: { uri: address },
        headers: { Event: 'message-summary', Expires: '0', Contact: `<sip:2880@127.0.0.1:${told.port}>` },
        target: { transport: 'udp', host: '127.0.0.1', port: company.sipPort },
        credentials,
      });
      expect(answer.status).toBe(200);
      return await until(() => told.first(), 'a NOTIFY');
    } finally {
      await phone.close();
      told.close();
    }
  }

  test('follows the mailbox and the API, also after a restart', async () => {
    const company = await Company.open(await makePlace());
    try {
      const { body: credentials } = await (await company.as(admin)).post('/endpoints/2880/credentials');
      const lamp = () => asks(company, credentials);
      expect(await lamp()).toMatch(/Messages-Waiting: no/i);
      const set = async (enabled: boolean) =>
        (await company.as(ada)).put('/endpoints/2880', {
          action: 'messageWaiting',
          userAvailability: 'available',
          enabled,
        });
      await set(true);
      expect(await lamp()).toMatch(/Messages-Waiting: yes/i);
      await set(false);
      expect(await lamp()).toMatch(/Messages-Waiting: no/i);

      const row = { messageId: 'm-1', endpointId: '2880', fromNumber: '2881', fromName: null, heard: 1, createdOn: 1 };
      await company.context.storage.transaction(async ({ db }) => {
        const rows = [row, { ...row, messageId: 'm-2' }].map((one) => ({ ...one, durationMs: 900 }));
        await db.insertInto('voicemail').values(rows).execute();
      });
      await (await company.as(ada)).put('/endpoints/2880/voicemail/m-1', { heard: false });
      expect(await lamp()).toMatch(/Messages-Waiting: yes[\s\S]*Voice-Message: 1\/1/i);
      await company.stop();
      await company.start();
      expect(await lamp()).toMatch(/Messages-Waiting: yes[\s\S]*Voice-Message: 1\/1/i);
    } finally {
      await company.close();
    }
  });
});
