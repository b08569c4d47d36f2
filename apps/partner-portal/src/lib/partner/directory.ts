/** How far a partner's own directory is set up. */
export function directoryState(
  directory: { isOn: boolean; testedAt: Date | string | null } | undefined,
): 'none' | 'untested' | 'off' | 'on' {
  if (!directory) return 'none'
  if (directory.isOn) return 'on'
  return directory.testedAt ? 'off' : 'untested'
}
