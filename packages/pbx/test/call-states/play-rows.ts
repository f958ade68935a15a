import { afterEach, expect, test } from 'vitest';
import type { PbxOptions } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import type { Row, Section } from './row.ts';
import { inOrder, Scene } from './scene.ts';
import { settings } from './settings.ts';

export type Play = (scene: Scene) => Promise<unknown>;

/** How a row is played, where it needs a PBX or phones that differ from the others'. */
export interface SpecialPlay {
  readonly pbx?: Partial<PbxOptions>;
  /** The phones answer by themselves when they are asked to. */
  readonly clickToDial?: boolean;
  readonly play: Play;
}

let scene: Scene | undefined;

/** Plays each row of a section with real phones, and compares what is seen with what the row says. */
export function playRows<Name extends string>(section: Section<Name>, plays: Record<Name, Play | SpecialPlay>): void {
  afterEach(async () => {
    await scene?.office.close();
    scene = undefined;
  });
  const names = Object.keys(section.rows) as Name[];
  test.each(names.map((name) => ({ name, title: titleOf(section.rows[name]) })))('$title', async ({ name }) => {
    const special = plays[name];
    await playRow(section.rows[name], typeof special === 'function' ? { play: special } : special);
  });
}

async function playRow(row: Row, special: SpecialPlay): Promise<void> {
  scene = await Scene.open(special);
  const { office } = scene;
  await settings[row.before](scene);
  await office.settled();
  scene.mark();
  await special.play(scene);
  const expected = inOrder(row.changes);
  // A change that is missing shows in the comparison, after the time limit.
  const seen = () => scene?.seen() ?? [];
  await eventually(() => seen().length >= expected.length, 'the changes').catch(() => {});
  await office.settled();
  expect(seen()).toEqual(expected);
  if (row.told !== undefined) await scene.caller?.until('ended', 5_000);
  expect(scene.caller?.status).toBe(row.told);
  expect(scene.error).toBe(row.error);
}

function titleOf(row: Row): string {
  return row.before === 'nothing' ? row.happens : `${row.before}: ${row.happens}`;
}
