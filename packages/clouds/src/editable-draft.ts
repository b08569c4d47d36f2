import type { RequestRules } from '@entente/domain/core/cloud'

/** A draft whose whole text the partner may change or leave out, except the link. */
export const editableDraft: RequestRules['draft'] = {
  version: '3',
  paragraphs: [
    { key: 'greeting', kind: 'text', editable: true, removable: true },
    { key: 'request', kind: 'text', editable: true, removable: true },
    { key: 'privileges', kind: 'text', editable: true, removable: true, onlyWithPrivileges: true },
    { key: 'instruction', kind: 'text', editable: true, removable: true },
    { key: 'link', kind: 'link', editable: false, removable: false },
    { key: 'closing', kind: 'text', editable: true, removable: true },
  ],
}
