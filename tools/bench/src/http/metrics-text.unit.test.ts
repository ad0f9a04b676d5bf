import { bucketsIn, countIn } from './metrics-text.ts';

const TEXT = [
  '# TYPE http_request_duration_seconds histogram',
  'http_request_duration_seconds_bucket{le="0.1",service="a",method="GET",route="/",status_code="200"} 1',
  'http_request_duration_seconds_bucket{service="a",method="GET",route="/",status_code="200",le="3"} 2',
  'http_request_duration_seconds_bucket{le="+Inf",service="a",method="GET",route="/",status_code="200"} 3',
  'http_request_duration_seconds_count{service="a",method="GET",route="/",status_code="200"} 3',
  'http_request_duration_seconds_count{service="a",method="HEAD",route="/",status_code="200"} 4',
  'http_request_duration_seconds_count{service="a",method="GET",route="/",status_code="500"} 8',
  'http_request_duration_seconds_count{service="a",method="GET",route="/logs",status_code="200"} 16',
  'other_bucket{le="7"} 1',
].join('\n');

describe('bucketsIn', () => {
  it('gives the bounds once each, without infinity', () => {
    expect(bucketsIn(TEXT)).toEqual([0.1, 3]);
  });
});

describe('countIn', () => {
  it('counts the good answers of one route', () => {
    expect(countIn(TEXT, '/')).toBe(7);
  });

  it('is 0 where nothing was counted', () => {
    expect(countIn('', '/')).toBe(0);
  });
});
