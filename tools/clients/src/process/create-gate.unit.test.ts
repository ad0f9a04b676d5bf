import { createGate } from './create-gate.ts';

describe('createGate', () => {
  it('lets no more in than it is wide, in the order in which they came, failed ones included', async () => {
    const gate = createGate(2);
    const started: string[] = [];
    const ends = new Map<string, { resolve: () => void; reject: (error: Error) => void }>();
    const work = (name: string) =>
      gate(() => {
        started.push(name);
        return new Promise<void>((resolve, reject) => ends.set(name, { resolve, reject }));
      });
    const [first, second, third, fourth] = ['first', 'second', 'third', 'fourth'].map(work);
    await Promise.resolve();
    expect(started).toEqual(['first', 'second']);

    ends.get('first')?.reject(new Error('broken'));
    await expect(first).rejects.toThrow('broken');
    expect(started).toEqual(['first', 'second', 'third']);

    ends.get('second')?.resolve();
    await second;
    expect(started).toEqual(['first', 'second', 'third', 'fourth']);
    ends.get('third')?.resolve();
    ends.get('fourth')?.resolve();
    await Promise.all([third, fourth]);
  });
});
