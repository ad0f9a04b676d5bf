/** Headers by which replicas understand each other. */
export const INSTANCE_HEADER = 'x-logs-instance';
export const HORIZON_HEADER = 'x-logs-horizon';

/** The value of `scope` that asks a replica for its own entries alone, so that peers never ask each other in a ring. */
export const OWN_SCOPE = 'own';
