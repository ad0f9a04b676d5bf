import { createPlaces, NoPlaceError } from './places.ts';
import { UpstreamError } from './upstream-error.ts';

const never = new AbortController().signal;

describe('createPlaces', () => {
  it('gives places up to the bound, then one for each that is freed, first come first served', async () => {
    const places = createPlaces(2);
    const first = await places.take(never);
    await places.take(never);
    const order: string[] = [];
    const third = places.take(never).then((free) => (order.push('third'), free));
    const fourth = places.take(never).then((free) => (order.push('fourth'), free));
    expect([places.taken(), places.waiting()]).toEqual([2, 2]);
    first();
    (await third)();
    await fourth;
    expect(order).toEqual(['third', 'fourth']);
    expect([places.taken(), places.waiting()]).toEqual([2, 0]);
  });

  it('refuses who finds the line full', async () => {
    const places = createPlaces(1);
    await places.take(never);
    void places.take(never);
    await expect(places.take(never)).rejects.toThrow(NoPlaceError);
  });

  it('lets nobody stay in line who has left', async () => {
    const places = createPlaces(1);
    const free = await places.take(never);
    const gone = new AbortController();
    const left = places.take(gone.signal);
    const stays = places.take.bind(places);
    const reason = new UpstreamError('cancelled', 'left');
    gone.abort(reason);
    await expect(left).rejects.toBe(reason);
    const next = stays(never);
    expect(places.waiting()).toBe(1);
    free();
    (await next)();
    expect([places.taken(), places.waiting()]).toEqual([0, 0]);
  });

  it('says that none became free to who waited too long', async () => {
    const places = createPlaces(1);
    await places.take(never);
    const limit = new AbortController();
    const waits = places.take(limit.signal);
    limit.abort(new UpstreamError('timeout', 'late'));
    await expect(waits).rejects.toThrow(NoPlaceError);
  });

  it('gives no place to who left before', async () => {
    const gone = AbortSignal.abort(new UpstreamError('cancelled', 'left'));
    const places = createPlaces(1);
    await expect(places.take(gone)).rejects.toThrow('left');
    expect(places.taken()).toBe(0);
  });
});
