import { publications as kinds } from '@cordboard/contract';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { expectError } from '../support/expect-error.ts';
import { eachWorld } from '../support/world.ts';

eachWorld('Outbound rules', (start) => {
  test('are empty at first, are replaced as a whole, and are announced', async () => {
    const world = await start();
    const pat = await world.as('pat');
    const self = '/2017-09-01/outboundRules';
    const empty = { rules: [], emergencyTrunkIds: [], emergencyNumbers: ['112', '911'], _links: { self } };
    expect((await pat.get('/outboundRules')).body).toEqual(empty);
    const { trunkId } = (await pat.post('/trunks', { host: '192.0.2.1' })).body;
    const rules = [
      { prefix: '+1', trunkIds: [trunkId] },
      { prefix: '+1900', trunkIds: [] },
    ];
    const changed = await pat.put('/outboundRules', {
      rules,
      emergencyTrunkIds: [trunkId],
      defaultDestination: '2880',
    });
    expect(changed.body).toEqual({ ...empty, rules, emergencyTrunkIds: [trunkId], defaultDestination: '2880' });
    expect((await pat.put('/outboundRules', { defaultDestination: null })).body).toEqual({
      ...empty,
      rules,
      emergencyTrunkIds: [trunkId],
    });
    const rows = await world.storage.read.selectFrom('publications').selectAll().where('subject', '=', self).execute();
    expect(rows).toHaveLength(2);
    for (const { content } of rows) {
      expect(Value.Check(kinds.outboundRulesChanged.content, JSON.parse(content))).toBe(true);
    }
  });

  test.each([
    [{ rules: [{ prefix: 'abc', trunkIds: [] }] }, 'rules[0].prefix'],
    [{ rules: [{ prefix: '+1', trunkIds: ['gone'] }] }, 'trunkIds'],
    [{ emergencyTrunkIds: ['gone'] }, 'trunkIds'],
  ])('are refused when they are wrong: %j', async (body, param) => {
    const pat = await (await start()).as('pat');
    const answer = await pat.put('/outboundRules', body);
    expectError(answer, 'invalid_request');
    expect(answer.body.param).toContain(param.split('[')[0]);
  });

  test('the default of the settings counts as long as the rules name none', async () => {
    const trunk = { host: '192.0.2.9', port: 5060 };
    const pat = await (await start({ config: { trunk, trunkDefaultEndpoint: '2880' } })).as('pat');
    const explain = async () => (await pat.get('/routes/explain?number=4711&direction=inbound')).body.endpointId;
    expect(await explain()).toBe('2880');
    await pat.put('/outboundRules', { defaultDestination: '2881' });
    expect(await explain()).toBe('2881');
    await pat.put('/outboundRules', { defaultDestination: null });
    expect(await explain()).toBe('2880');
  });

  test('what happens to a number is told step by step', async () => {
    const pat = await (await start()).as('pat');
    const { trunkId } = (await pat.post('/trunks', { host: '192.0.2.1' })).body;
    await pat.put('/outboundRules', { rules: [{ prefix: '+1613', trunkIds: [trunkId] }] });
    expect((await pat.get('/routes/explain?number=613-555-0100')).body).toEqual({
      number: '613-555-0100',
      direction: 'outbound',
      steps: [
        '6135550100 is no extension.',
        'It is none of our own numbers.',
        'It is +16135550100 in the world outside.',
        'The outbound rule for "+1613" takes it.',
        `It goes out by ${trunkId}.`,
      ],
      trunkIds: [trunkId],
      e164: '+16135550100',
      emergency: false,
      _links: { self: '/2017-09-01/routes/explain' },
    });
    expect((await pat.get('/routes/explain?number=911')).body).toMatchObject({ emergency: true, trunkIds: [trunkId] });
    expect((await pat.get('/routes/explain?number=2880')).body).toMatchObject({ endpointId: '2880' });
    expect((await pat.get('/routes/explain?number=%2B442071838750')).body).toMatchObject({
      refusal: 'No outbound rule takes +442071838750.',
    });
    expectError(await pat.get('/routes/explain'), 'invalid_request', 'number');
    expectError(await pat.get('/routes/explain?number=1&direction=up'), 'invalid_request', 'direction');
  });
});
