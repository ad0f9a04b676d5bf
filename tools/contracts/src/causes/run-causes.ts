import type { CauseEntry } from './cause-entry.ts';

/** What happens to a release as a whole, or to the run that deploys it. */
export const RUN_CAUSES = [
  {
    code: 'HookFailed',
    title: 'a hook of the chart failed',
    meaning: 'A pod or Job that the chart runs before or after the change ended badly. Nothing after it was done.',
    recognised:
      'Helm says that a hook failed; the pod of the hook has a container that ended with an exit code. A hook that can never start (image, Secret, place) has that fault’s own code.',
    patience:
      'A hook that runs is slow, for as long as the deadline allows; one that can never start fails by the rules of that fault.',
    hint: 'Its log says why.',
    commands: ['kubectl -n NAMESPACE get jobs,pods', 'kubectl -n NAMESPACE logs POD'],
  },
  {
    code: 'TestFailed',
    title: 'a test of the release failed',
    meaning: 'Everything is Ready, but a pod of "helm test" ended badly: the release does not do what it should.',
    recognised: 'Helm says that a test failed; the cause has the log of the test’s pod.',
    patience: 'A test that runs is slow for 120 s.',
    hint: 'The test’s log says what it found.',
    commands: ['helm -n NAMESPACE test RELEASE --logs'],
  },
  {
    code: 'VerificationFailed',
    title: 'a check of the environment failed',
    meaning:
      'Everything is Ready and the tests passed, but an HTTP check that environment.yaml names does not answer as expected.',
    recognised:
      'Status, headers, body or silence of a required check; the cause has what was expected and seen, and the log of a Ready pod.',
    patience: 'A check is tried again for keepTryingMs, 20 s unless the environment says otherwise.',
    hint: 'The pods are Ready and yet it does not answer as environment.yaml expects: see the log lines.',
    commands: ['kubectl -n NAMESPACE logs POD', 'kubectl -n NAMESPACE get ingress,services,endpointslices'],
  },
  {
    code: 'ApiUnreachable',
    title: 'the API server does not answer',
    meaning: 'No connection to the API server, or answers that are server errors.',
    recognised: 'Connections that are refused, reset or time out; HTTP 5xx.',
    patience:
      'A server that was reached before is asked again for 30 s, and nothing is judged by old news in between; one that never answered, for a second.',
    hint: 'Is the cluster running? The local one starts with "npm run up" or "slipway cluster up".',
    commands: ['slipway doctor', 'slipway cluster status', 'kubectl cluster-info'],
  },
  {
    code: 'CredentialsExpired',
    title: 'the cluster does not accept the credentials',
    meaning: 'The kubeconfig’s token or certificate has expired, or belongs to another cluster.',
    recognised: 'HTTP 401 after the credentials were renewed once; certificates that do not trust each other.',
    patience: 'Fails at once.',
    hint: 'The credentials may have expired: log in again, or get a fresh kubeconfig.',
    commands: ['kubectl auth whoami', 'slipway cluster kubeconfig'],
  },
  {
    code: 'ReleaseBusy',
    title: 'somebody else is changing the release',
    meaning: 'Another deployer holds the release, or a killed one has left it in the middle of a change.',
    recognised: 'The Lease of the release; Helm’s "another operation is in progress"; a revision that is pending.',
    patience: 'Fails at once for a deployer that is alive; what a dead one has left is recovered by the next deploy.',
    hint: 'Somebody else is changing this release; run again when they are done.',
    commands: ['kubectl -n NAMESPACE get leases', 'helm -n NAMESPACE history RELEASE'],
  },
  {
    code: 'NamespaceEnding',
    title: 'the namespace is being deleted',
    meaning: 'The namespace is Terminating: nothing can be made in it any more.',
    recognised: 'A deletion timestamp of the namespace.',
    patience: 'Fails at once.',
    hint: 'Wait until it is gone, and deploy again.',
    commands: ['kubectl get namespace NAMESPACE -o yaml'],
  },
  {
    code: 'HelmFailed',
    title: 'Helm failed for a reason of its own',
    meaning: 'Helm ended with an error that Slipway has no name for, or is not installed. The message has its words.',
    recognised: 'An exit code of Helm whose text fits no other cause.',
    patience: 'Fails at once.',
    hint: 'The message has Helm’s own words; "slipway doctor" checks the tools.',
    commands: ['slipway doctor', 'helm -n NAMESPACE history RELEASE'],
  },
  {
    code: 'LastRevisionFailed',
    title: 'what runs is healthy, but the newest revision is not a good one',
    meaning:
      'The last deploy of the release failed and left its newest revision behind as failed, although all that runs now is Ready.',
    recognised:
      '"slipway status": the newest revision is failed, superseded or unknown, and no workload shows a fault.',
    patience: 'Told by status only.',
    hint: 'Deploy again: what is already as wanted stays untouched.',
    commands: ['slipway deploy --projects PROJECT', 'helm -n NAMESPACE history RELEASE'],
  },
  {
    code: 'NoGoodRevision',
    title: 'there is nothing to go back to',
    meaning: '"slipway rollback" found no release of that name, or none of its earlier revisions served well.',
    recognised: 'Helm’s history of the release, and the outcomes that Slipway has written to it.',
    patience: 'Fails at once; nothing is touched.',
    hint: 'Deploy what should run instead.',
    commands: ['helm -n NAMESPACE history RELEASE'],
  },
  {
    code: 'DependencyFailed',
    title: 'what comes first failed',
    meaning: 'The release names another one in slipway.dev/after, and that one failed: this one was not begun.',
    recognised: 'The verdict of the other release.',
    patience: 'Follows from the other release.',
    hint: 'See the cause of the release that it comes after.',
    commands: ['slipway status'],
  },
  {
    code: 'GroupFailed',
    title: 'another release of the set failed',
    meaning:
      'The releases of this run stand or fall together (--atomic, the default outside local), and another one failed: this one is healthy, and was taken back to what served before or not begun.',
    recognised: 'The verdict of the release that the cause names as its object.',
    patience: 'Follows from the other release; waits end at once, what Helm is in the middle of is let finish.',
    hint: 'See the cause of the release that failed; --no-atomic keeps what went well.',
    commands: ['slipway history --projects PROJECT', 'slipway deploy --no-atomic'],
  },
  {
    code: 'Stopped',
    title: 'the run was stopped',
    meaning:
      'Ctrl-C or SIGTERM ended the run before the release was done, or began. What was in the middle of it was taken back to what served before, unless the verdict says failed.',
    recognised: 'The signal.',
    patience: 'A second signal, a second later or more, ends at once; the next deploy recovers what that leaves.',
    hint: 'Run the same command again.',
    commands: ['slipway status'],
  },
  {
    code: 'DeadlineExceeded',
    title: 'it took too long, and nothing is wrong to see',
    meaning:
      'The whole time for a release (10 minutes) is over, and something is still on its way without showing a fault.',
    recognised: 'The clock of the deployer.',
    patience: 'What is slow without a fault ends here.',
    hint: 'If it is merely slow, give it a startup probe with a larger budget.',
    commands: ['slipway status', 'kubectl -n NAMESPACE get pods'],
  },
  {
    code: 'Unknown',
    title: 'no name for it',
    meaning: 'An error that Slipway has no code for. The message has all that is known.',
    recognised: 'Anything else.',
    patience: 'Fails at once.',
    hint: 'Run again; if it stays, this is a fault in Slipway itself.',
    commands: ['slipway doctor'],
  },
] as const satisfies readonly CauseEntry[];
