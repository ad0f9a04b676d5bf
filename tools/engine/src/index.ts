export * from './pipeline/release-request.ts';
export { readEnvironment, listEnvironments } from './catalog/read-environment.ts';
export { nearestName } from './catalog/nearest-name.ts';
export type { ReadEnvironmentOptions } from './catalog/read-environment.ts';
export { deployReleases } from './pipeline/deploy-releases.ts';
export { diffReleases } from './diff/diff-releases.ts';
export { planReleases, planToSave } from './pipeline/plan-releases.ts';
export { parseSavedPlan } from './plan/saved-plan.ts';
export { renderReleases } from './pipeline/render-releases.ts';
export { verifyReleases } from './pipeline/verify-releases.ts';
export { describeHolder, LEASE_NAME, readLeaseState } from './apply/lease-state.ts';
export { releaseStatus } from './pipeline/release-status.ts';
export { releaseLogs } from './pipeline/release-logs.ts';
export type { LogOptions } from './pipeline/release-logs.ts';
export { toFields } from './logs/to-fields.ts';
export { openReleasePorts } from './pipeline/release-ports.ts';
export type { ReleasePorts } from './pipeline/release-ports.ts';
export type { PortSpec } from './forward/resolve-port.ts';
export { readLock } from './lock/read-lock.ts';
export { releaseHistory } from './pipeline/release-history.ts';
export type { HistoryOptions } from './pipeline/release-history.ts';
export { undeployReleases } from './pipeline/undeploy-releases.ts';
export { rollbackReleases } from './pipeline/rollback-releases.ts';
export { lockReleases } from './promote/lock-releases.ts';
export { lockVerified } from './promote/lock-verified.ts';
export { promoteReleases } from './promote/promote-releases.ts';
export { promotionMessage } from './promote/promotion-message.ts';
export type { LockEdit, LockRequest, PromotionRequest } from './promote/promotion-request.ts';
export type { GivenApproval } from './protect/check-approval.ts';
export { lastResult } from './pipeline/last-result.ts';
export { deployNotePath, readDeployNote, writeDeployNotes } from './pipeline/deploy-notes.ts';
export { isFault, lintCharts, LINT_POLICY_FILE } from './lint/lint-charts.ts';
export { OPTIONAL_CHECKS } from './lint/lint-request.ts';
export type { LintClients, LintRequest, OptionalCheck } from './lint/lint-request.ts';
export { MAX_EXCLUSIONS, readLintPolicy } from './lint/policy/read-lint-policy.ts';
export { matchesPattern } from './lint/findings/matches-pattern.ts';
export { toSarif } from './lint/report/to-sarif.ts';
export type { SarifLog } from './lint/report/to-sarif.ts';
export { serviceChartsOf } from './lint/checks/reachability.ts';
export { readChartTree } from './lint/chart-tree.ts';
export { checkUpgradeSafety, RELEASE_TAGS } from './upgrade/check-upgrade-safety.ts';
export type { UpgradeClients, UpgradeReport, UpgradeRequest } from './upgrade/check-upgrade-safety.ts';
export * from './lint/parity/index.ts';
export { checkReachability } from './lint/reachability/check-reachability.ts';
export type {
  ReachabilityClients,
  ReachabilityFinding,
  ReachabilityReport,
  ReachabilityRequest,
} from './lint/reachability/check-reachability.ts';
