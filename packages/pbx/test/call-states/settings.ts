import { numbers, type PhoneName, type Setting } from './row.ts';
import type { Scene } from './scene.ts';

/** How each setting comes about. */
export const settings: Readonly<Record<Setting, (scene: Scene) => Promise<void>>> = {
  nothing: async () => {},
  'outside rings A': (scene) => rings(scene, 'outside', 'A'),
  'outside rings C': (scene) => rings(scene, 'outside', 'C'),
  'A rings B': (scene) => rings(scene, 'A', 'B'),
  'A rings outside': (scene) => rings(scene, 'A', 'outside'),
  'A’s phone rings to call B': async (scene) => {
    // It resolves when the phone is lifted or the time for that is over.
    void scene.makes('A', { to: numbers.B });
    await scene.rings('A');
  },
  'outside talks with A': (scene) => talks(scene, 'outside', 'A'),
  'A talks with B': (scene) => talks(scene, 'A', 'B'),
  'A holds outside': async (scene) => {
    await talks(scene, 'outside', 'A');
    await scene.asks('A', { action: 'hold' });
  },
  'B holds A': async (scene) => {
    await talks(scene, 'A', 'B');
    await scene.asks('B', { action: 'hold' });
  },
  'A’s phone holds outside': (scene) => phoneHolds(scene, 'A'),
  'C’s phone holds outside': (scene) => phoneHolds(scene, 'C'),
  'A rings B about outside': async (scene) => {
    await talks(scene, 'outside', 'A');
    await scene.asks('A', { action: 'consult', destination: numbers.B });
    await scene.rings('B');
  },
  'A consults B about outside': async (scene) => {
    await talks(scene, 'outside', 'A');
    await scene.asks('A', { action: 'consult', destination: numbers.B });
    await scene.lifts('B');
  },
  'A consults outside about B': async (scene) => {
    await talks(scene, 'A', 'B');
    await scene.asks('A', { action: 'consult', destination: numbers.outside });
    await scene.lifts('outside');
  },
  'B consults C about A': async (scene) => {
    await talks(scene, 'A', 'B');
    await scene.asks('B', { action: 'consult', destination: numbers.C });
    await scene.lifts('C');
  },
  'A, B and outside confer': async (scene) => {
    await settings['A consults B about outside'](scene);
    await scene.asks('A', { action: 'conference' }, 'outside');
  },
  'G rings B and C for A': async (scene) => {
    scene.setGroup();
    await scene.dials('A', 'G');
    await Promise.all([scene.rings('B'), scene.rings('C')]);
  },
  'A’s phone rings B about outside': (scene) => phoneRings(scene),
  'A’s phone consults B about outside': async (scene) => {
    await phoneRings(scene);
    await scene.lifts('B');
  },
  'outside, sent on by A, rings B': async (scene) => {
    await talks(scene, 'outside', 'A');
    await scene.asks('A', { action: 'blindTransfer', destination: numbers.B });
    await scene.rings('B');
  },
};

async function rings(scene: Scene, from: PhoneName, to: PhoneName): Promise<void> {
  await scene.dials(from, to);
  await scene.rings(to);
}

async function talks(scene: Scene, from: PhoneName, to: PhoneName): Promise<void> {
  await rings(scene, from, to);
  await scene.lifts(to);
  await scene.at(from).until('connected', 5_000);
}

async function phoneHolds(scene: Scene, name: 'A' | 'C'): Promise<void> {
  await talks(scene, 'outside', name);
  await scene.at(name).hold();
}

async function phoneRings(scene: Scene): Promise<void> {
  await phoneHolds(scene, 'A');
  await scene.dials('A', 'B');
  await scene.rings('B');
}
