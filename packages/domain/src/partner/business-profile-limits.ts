// A file of its own: pages use these numbers without the schemas and their library.

/** Lengths, counts and sizes of a business profile; the logo's width is in pixels (§4.11). */
export const profileLimits = {
  ...{ description: 2500, city: 100, locations: 50, perCountry: 5 },
  ...{ logoBytes: 102_400, logoWidth: 300 },
} as const

export const logoTypes = ['image/gif', 'image/jpeg', 'image/png'] as const
