import { pinnedIn } from './machine.ts';

describe('pinnedIn', () => {
  it('gives the versions of what is compared, not of what it needs', () => {
    const text =
      'click==8.5.1 \\\n    --hash=sha256:flask==1\n\nflask==3.1.3 \\\n    --hash=sha256:a\n\ngunicorn==27.0.1 \\\n';
    expect(pinnedIn(text)).toEqual({ flask: '3.1.3', gunicorn: '27.0.1' });
  });
});
