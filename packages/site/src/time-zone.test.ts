import { cloudOf } from '@entente/clouds/clouds'
import { expect, test } from 'vitest'
import { timeZoneFor } from './time-zone.ts'

const cookies = (value?: string) => ({ get: () => value })
const cloud = cloudOf('global')

test.each([
  ['the person’s own choice', 'Europe/Berlin', 'Asia/Tokyo', 'Europe/Berlin'],
  ['the browser’s zone where the profile names none', null, 'Asia/Tokyo', 'Asia/Tokyo'],
  ['the browser’s zone, as it is usually written', null, 'aSIA/tokyo', 'Asia/Tokyo'],
  ['the cloud’s zone for a browser that tells none', null, undefined, 'UTC'],
  ['the cloud’s zone for a cookie that names none', undefined, 'Mars/Base', 'UTC'],
])('times are shown in %s', (_, own, browser, zone) => {
  expect(timeZoneFor(own, cookies(browser), cloud)).toBe(zone)
})
