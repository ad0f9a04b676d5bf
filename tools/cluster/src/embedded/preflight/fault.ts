/** Something that keeps the cluster from starting, with the way out. */
export interface PreflightFault {
  code:
    | 'NotLinux'
    | 'NotRoot'
    | 'CapabilityMissing'
    | 'CgroupControllerMissing'
    | 'CgroupNotWritable'
    | 'KernelFeatureMissing'
    | 'StatePathTooLong'
    | 'StateFileSystem'
    | 'DiskNearlyFull'
    | 'MemoryShort'
    | 'ProgramMissing'
    | 'PortTaken'
    | 'OtherCluster'
    | 'AddressRangeTaken'
    | 'ForeignCluster'
    | 'FirewallDrops';
  message: string;
  fix: string;
}
