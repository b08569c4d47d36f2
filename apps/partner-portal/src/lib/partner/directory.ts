/** How far a partner's own directory is set up. */
export function directoryState(
  directory: { isOn: boolean; testedAt: Date | string | null } | undefined,
): 'none' | 'untested' | 'off' | 'on' {
  if (!directory) return 'none'
  if (directory.isOn) return 'on'
  return directory.testedAt ? 'off' : 'untested'
}

/** Where a person goes on whose sign-in at a directory was refused. */
export type DirectoryWay = 'again' | 'settings' | 'start'
