/** Who said that a plan may be carried out. */
export interface Approval {
  by: string;
  /** Hash of the plan that was approved. */
  planHash: string;
}
