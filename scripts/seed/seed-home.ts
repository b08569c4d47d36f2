// Where the demo's companies are at home in a cloud: in their own country, or in the cloud's where theirs may not enrol or buy.

type Company = { legalName: string; country: string }

const forms =
  /,? (?:GmbH(?: & Co\. KG)?|mbH & Co\. KG|KG|AG|Ltd|AB|SARL|S\.A\.S\.|B\.?V\.?|ApS|OÜ|S\.r\.l\.|Oy|Sp\. z o\.o\.|S\.L\.|Lda|Inc\.)$/
const ownForm: Record<string, string> = { US: 'Inc.', CN: 'Co., Ltd.' }

/** The company in a cloud that accepts these countries only, or every one; with the legal form of the new country. */
export function atHome<Kind extends Company>(company: Kind, countries: readonly string[] | null): Kind {
  const { legalName } = company
  const country = countryFor(company.country, countries)
  const form = country === company.country ? undefined : ownForm[country]
  return { ...company, country, legalName: form ? legalName.replace(forms, ` ${form}`) : legalName }
}

export const countryFor = (country: string, countries: readonly string[] | null): string =>
  countries === null || countries.includes(country) ? country : (countries[0] ?? country)
