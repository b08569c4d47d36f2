import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isLeading, isPlainWord, searchTermsOf, searchWordsOf, sortKeyOf } from './search-words.ts'

/** Whether a search finds a name, as the databases' statements decide it. */
const finds = (search: string, name: string, domain: string | null = null): boolean => {
  const terms = searchTermsOf(name, domain)
  const words = searchWordsOf(search)
  return (
    words.length > 0 &&
    words.every((spellings) => terms.some((term) => spellings.some((spelling) => term.startsWith(spelling))))
  )
}

/**
 * What people type, and the name it must find. The names stand in company registers (Handelsregister, Companies House, RCS,
 * KRS, MERSİS, ΓΕΜΗ, ЕГРЮЛ, the National Enterprise Credit Information Publicity System), or are made like those. That case
 * and accents do not matter follows Unicode's CaseFolding.txt and the first level of CLDR's root collation; NFKC gives
 * full-width letters; ä is ae in CLDR's de-ASCII transform; readings are those of 现代汉语词典 and of the gazetteer of
 * place names, which GB/T 16159 joins to words.
 */
const finding: Record<string, string> = {
  'names with signs': `
    stadtwerke            | Stadtwerke Rhein-Main GmbH & Co. KG
    L'Oréal               | L'Oréal S.A.
    loreal                | L’Oréal S.A.
    oreal                 | L'Oréal S.A.
    McDonald’s            | McDonald's Deutschland LLC
    mcdonalds             | McDonald's Deutschland LLC
    oneill                | O'Neill Europe B.V.
    neill                 | O'Neill Europe B.V.
    O´Neill               | O'Neill Europe B.V.
    sainsbury's           | J Sainsbury plc (Sainsbury's)
    Levi’s                | Levi's Strauss & Co.
    yum                   | Yum! Brands, Inc.
    Yahoo!                | Yahoo Holdings Inc.
    brands, inc           | Yum! Brands, Inc.
    guess?                | Guess?, Inc.
    toys r us             | Toys"R"Us, Inc.
    7-eleven              | 7-Eleven, Inc.
    7eleven               | 7-Eleven, Inc.
    „Müller“              | Müller "Milch" GmbH
    (Müller)              | Molkerei (Müller) KG
    c/o                   | Verein c/o Kanzlei
    A/S                   | Novo Nordisk A/S
    nordisk               | Novo Nordisk A/S
    c#                    | C# Partners Ltd`,
  'legal forms': `
    gmbh & co. kg         | Stadtwerke Rhein-Main GmbH & Co. KG
    GmbH &Co.KG           | Stadtwerke Rhein-Main GmbH & Co. KG
    GMBH UND              | GmbH und Partner mbB
    co kg                 | Otto (GmbH & Co KG)
    e.V.                  | ADAC e.V.
    e. V.                 | ADAC e.V.
    ev                    | ADAC e.V.
    S.p.A.                | Eni S.p.A.
    SpA                   | Eni S.p.A.
    s.r.o.                | Alza s.r.o.
    sro                   | Alza s.r.o.
    Sp. z o.o.            | Żabka Sp. z o.o.
    sp z oo               | Żabka Sp. z o.o.
    S.A.S.                | Decathlon S.A.S.
    sàrl                  | Boulangerie Petit SARL
    Ltda.                 | Padaria Central Ltda.
    S. de R.L.            | Cervecería del Norte S. de R.L. de C.V.
    de c.v.               | Cervecería del Norte S. de R.L. de C.V.
    a.ş.                  | Türk Hava Yolları A.Ş.
    Α.Ε.                  | ΟΤΕ Α.Ε.
    ооо                   | ООО «Ромашка»
    kgaa                  | Henkel AG & Co. KGaA
    Pty                   | Atlassian Pty. Ltd.
    pte ltd               | Grab (Pte.) Ltd.`,
  hyphens: `
    rhein-main            | Stadtwerke Rhein-Main GmbH & Co. KG
    rheinmain             | Stadtwerke Rhein-Main GmbH & Co. KG
    rhein main            | Stadtwerke Rhein-Main GmbH & Co. KG
    main                  | Stadtwerke Rhein-Main GmbH & Co. KG
    rhein‑main            | Stadtwerke Rhein-Main GmbH & Co. KG
    Rhein–Main            | Stadtwerke Rhein-Main GmbH & Co. KG
    Rhein-Main            | Stadtwerke RheinMain GmbH
    Rhein-Main            | Stadtwerke Rhein Main GmbH
    rhein-ma              | Stadtwerke Rhein-Main GmbH & Co. KG
    coca cola             | Coca-Cola HBC AG
    cocacola              | Coca-Cola HBC AG
    coca-cola             | Coca Cola HBC AG
    rolls-royce           | Rolls-Royce Holdings plc
    royce                 | Rolls-Royce Holdings plc
    hewlett-packard       | Hewlett Packard Enterprise Company
    daimler-benz          | Daimler-Benz Aktiengesellschaft
    wal-mart              | Walmart Inc.
    saint-gobain          | Compagnie de Saint-Gobain S.A.
    st-gobain             | St. Gobain Glass
    t-mobile              | T‐Mobile US, Inc.
    t mobile              | T-Mobile US, Inc.
    schleswig-holstein    | Stadtwerke Schleswig-Holstein AöR`,
  ampersands: `
    AT&T                  | AT&T Inc.
    att                   | AT&T Inc.
    at & t                | AT&T Inc.
    H&M                   | H & M Hennes & Mauritz AB
    h & m                 | H&M Hennes & Mauritz AB
    hm                    | H & M Hennes & Mauritz AB
    hennes mauritz        | H & M Hennes & Mauritz AB
    hennes & mauritz      | H & M Hennes & Mauritz AB
    1&1                   | 1&1 AG
    1 & 1                 | 1&1 AG
    11                    | 1&1 AG
    procter&gamble        | Procter & Gamble Company
    procter & gamble      | Procter & Gamble Company
    proctergamble         | Procter & Gamble Company
    gamble                | Procter & Gamble Company
    johnson & johnson     | Johnson & Johnson
    johnson＆johnson       | Johnson & Johnson
    m&s                   | M&S Marks and Spencer plc
    dun bradstreet        | Dun & Bradstreet Holdings
    C&A                   | C & A Mode GmbH & Co. KG
    c+a                   | C&A Mode GmbH & Co. KG
    müller + söhne        | Müller & Söhne OHG`,
  dots: `
    E.ON                  | E.ON SE
    eon                   | E.ON SE
    e on                  | E.ON SE
    e.on                  | E·ON SE
    on                    | E.ON SE
    A.P. Møller           | A.P. Møller - Mærsk A/S
    ap moller             | A.P. Møller - Mærsk A/S
    a. p. moller          | A.P. Møller - Mærsk A/S
    maersk                | A.P. Møller - Mærsk A/S
    dr. oetker            | Dr. August Oetker KG
    Dr.Oetker             | Dr.Oetker Nahrungsmittel KG
    dr oetker             | Dr.Oetker Nahrungsmittel KG
    St. Gallen            | Stadtwerke St.Gallen
    st gallen             | Stadtwerke St.Gallen
    J.P. Morgan           | JP Morgan Chase & Co.
    jpmorgan              | J.P. Morgan SE
    j. p. morgan          | J.P. Morgan SE
    booking.com           | Booking.com B.V.
    bookingcom            | Booking.com B.V.
    booking               | Booking.com B.V.
    u.s. steel            | U.S. Steel Corporation
    us steel              | U.S. Steel Corporation
    amazon.de             | Amazon.de Services`,
  'umlauts and other Latin letters': `
    muller                | Müller Bau GmbH
    Müller                | Muller & Sons
    mueller               | Müller Bau GmbH
    baumueller            | Bau-Müller GmbH
    Müller                | Mueller AG
    MÜLLER                | müller
    mu${'\u0308'}ller              | Müller Bau GmbH
    strasse               | Straße 7 KG
    straße                | Strasse 7
    STRASSE               | STRAẞE 7
    oster                 | Österreich Handel
    oesterreich           | Österreich Handel
    koln                  | Stadtwerke Köln
    koeln                 | Stadtwerke Köln
    angstrom              | Ångström AB
    aarhus                | Århus Vand
    Århus                 | Aarhus Vand A/S
    orsted                | Ørsted A/S
    oersted               | Ørsted A/S
    oeuvre                | Œuvre
    skoda                 | Škoda Auto a.s.
    zalgiris              | Žalgiris UAB
    citroen               | Citroën S.A.
    nino                  | El Niño S.L.
    islandsbanki          | Íslandsbanki hf.
    dacia                 | Dacia Română
    telefonica            | Telefónica, S.A.`,
  Turkish: `
    istanbul              | İstanbul Gübre Sanayii A.Ş.
    İSTANBUL              | istanbul gübre
    ISTANBUL              | İstanbul Gübre Sanayii A.Ş.
    i̇stanbul              | İstanbul Gübre Sanayii A.Ş.
    isik                  | Işık Üniversitesi
    ISIK                  | ışık üniversitesi
    ışık                  | Isik Universitesi
    İŞ                    | Türkiye İş Bankası A.Ş.
    is bankasi            | Türkiye İş Bankası A.Ş.
    turkiye               | Türkiye İş Bankası A.Ş.
    bankası               | Türkiye İş Bankası A.Ş.
    BANKASI               | Türkiye İş Bankası A.Ş.
    sisecam               | Türkiye Şişe ve Cam Fabrikaları (Şişecam)
    şişe                  | Türkiye Sise ve Cam
    turk hava             | Türk Hava Yolları A.O.
    yollari               | Türk Hava Yolları A.O.
    ulker                 | Ülker Bisküvi Sanayi A.Ş.
    biskuvi               | Ülker Bisküvi Sanayi A.Ş.
    cimsa                 | Çimsa Çimento
    çimento               | Cimsa Cimento
    dogus                 | Doğuş Holding A.Ş.
    DOĞUŞ                 | Doğuş Holding A.Ş.
    eczacibasi            | Eczacıbaşı Holding A.Ş.
    ECZACIBAŞI            | Eczacıbaşı Holding A.Ş.`,
  Greek: `
    ΟΤΕ                   | ΟΤΕ Α.Ε.
    οτε                   | ΟΤΕ Α.Ε.
    ote                   | ΟΤΕ Α.Ε.
    Σίσυφος               | ΣΙΣΥΦΟΣ Α.Ε.
    σισυφοσ               | Σίσυφος Α.Ε.
    ΣΙΣΥΦΟΣ               | σίσυφος
    σίσυφος               | ΣΊΣΥΦΟΣ
    ελληνικα              | Ελληνικά Πετρέλαια Α.Ε.
    ΕΛΛΗΝΙΚΆ              | Ελληνικά Πετρέλαια Α.Ε.
    πετρελαια             | Ελληνικά Πετρέλαια Α.Ε.
    πετρέλ                | Ελληνικά Πετρέλαια Α.Ε.
    ΔΕΗ                   | Δημόσια Επιχείρηση Ηλεκτρισμού (ΔΕΗ)
    δημοσια ηλεκτρισμου   | Δημόσια Επιχείρηση Ηλεκτρισμού (ΔΕΗ)
    ΗΛΕΚΤΡΙΣΜΟΎ           | Δημόσια Επιχείρηση Ηλεκτρισμού (ΔΕΗ)
    τραπεζα               | Εθνική Τράπεζα της Ελλάδος
    της                   | Εθνική Τράπεζα ΤΗΣ Ελλάδος
    ΤΗΣ                   | Εθνική Τράπεζα της Ελλάδος
    ελλάδος               | ΕΘΝΙΚΗ ΤΡΑΠΕΖΑ ΤΗΣ ΕΛΛΑΔΟΣ
    ethniki               | Εθνική Τράπεζα της Ελλάδος
    αθηνα                 | Αθήνα Α.Ε.
    ΑΘΗΝΑ                 | Αθήνα Α.Ε.
    μυτιληναιοσ           | Μυτιληναίος Α.Ε.
    προϊόντα              | ΠΡΟΙΟΝΤΑ ΓΗΣ`,
  Cyrillic: `
    Газпром               | ПАО «Газпром»
    газпром               | ПАО «ГАЗПРОМ»
    gazprom               | ПАО «Газпром»
    пао газпром           | ПАО «Газпром»
    «Газпром»             | ПАО "Газпром"
    сбер                  | ПАО Сбербанк России
    банк                  | Альфа-Банк АО
    альфабанк             | Альфа-Банк АО
    альфа-банк            | Альфа Банк АО
    alfa                  | Альфа-Банк АО
    ёлка                  | ООО «Елка»
    елка                  | ООО «Ёлка»
    ЁЛКА                  | ООО «Ёлка»
    привет                | Привет
    укрзалізниця          | АТ «Укрзалізниця»
    УКРЗАЛІЗНИЦЯ          | АТ «Укрзалізниця»
    київстар              | ПрАТ «Київстар»
    київ                  | ПрАТ «Киïвстар Київ»
    софия                 | Топлофикация София ЕАД
    sofi                  | Топлофикация София ЕАД
    телеком               | Телеком Србија а.д.
    србија                | Телеком Србија а.д.
    ржд                   | ОАО «РЖД»`,
  Polish: `
    lodz                  | Łódź Sp. z o.o.
    łódź                  | Lodz Sp. z o.o.
    ŁÓDŹ                  | łódź
    zabka                 | Żabka Polska Sp. z o.o.
    ŻABKA                 | żabka
    zywiec                | Grupa Żywiec S.A.
    Żywiec                | Grupa Zywiec S.A.
    polska                | Żabka Polska Sp. z o.o.
    gornictwo             | Polskie Górnictwo Naftowe i Gazownictwo SA
    górnictwo             | POLSKIE GÓRNICTWO NAFTOWE
    panstwowy             | Państwowy Zakład Ubezpieczeń
    zaklad ubezpieczen    | Państwowy Zakład Ubezpieczeń
    zakład                | Panstwowy Zaklad Ubezpieczen
    krakow                | MPK Kraków S.A.
    KRAKÓW                | MPK Krakow S.A.
    gdansk                | Port Gdańsk Eksploatacja
    wroclaw               | Wrocław Water
    slask                 | Bank Śląski S.A.
    ŚLĄSKI                | Bank Slaski S.A.
    poznan                | Poznań Fair
    czestochowa           | Huta Częstochowa
    swietokrzyskie        | Kopalnie Świętokrzyskie
    rzeszow               | Elektrociepłownia Rzeszów
    cieplownia            | Ciepłownia Białystok`,
  'Chinese, as it is read': `
    chengdu               | 成都银行股份有限公司
    chongqing             | 重庆长安汽车股份有限公司
    changan               | 重庆长安汽车股份有限公司
    qiche                 | 重庆长安汽车股份有限公司
    chongqingchangan      | 重庆长安汽车股份有限公司
    chongqing changan     | 重庆长安汽车股份有限公司
    yinhang               | 招商银行股份有限公司
    zhaoshangyinhang      | 招商银行股份有限公司
    zhongxing             | 中国重型汽车集团有限公司
    changsha              | 长沙银行
    changchun             | 长春一汽
    changcheng            | 长城汽车股份有限公司
    xiamen                | 厦门航空有限公司
    dasha                 | 上海大厦
    xizang                | 西藏矿业
    yinyue                | 腾讯音乐娱乐
    bengbu                | 蚌埠玻璃
    dongguan              | 东莞证券
    luan                  | 六安钢铁
    hangye                | 北京行业协会
    kuaiji                | 立信会计师事务所
    huawei                | 华为技术有限公司
    jishu                 | 华为技术有限公司
    huawei youxiangongsi  | 华为技术有限公司
    alibaba               | 阿里巴巴集团
    lvdi                  | 绿地控股集团
    ludi                  | 绿地控股集团
    chongqing             | 重慶銀行
    yinhang               | 重慶銀行
    qiche                 | 上海汽車`,
  'Chinese, as it is written': `
    成都                   | 成都银行股份有限公司
    银行                   | 成都银行股份有限公司
    重                     | 重庆长安汽车股份有限公司
    重庆                   | 重庆长安汽车股份有限公司
    重庆长                 | 重庆长安汽车股份有限公司
    长安汽车               | 重庆长安汽车股份有限公司
    重庆 汽车              | 重庆长安汽车股份有限公司
    汽车 重庆              | 重庆长安汽车股份有限公司
    重慶                   | 重庆长安汽车股份有限公司
    重庆                   | 重慶銀行
    銀行                   | 重庆银行
    華為                   | 华为技术有限公司
    华为                   | 華為技術有限公司
    技术                   | 华为技术有限公司
    技術                   | 华为技术有限公司
    有限公司               | 华为技术有限公司
    腾讯                   | 深圳市腾讯计算机系统有限公司
    计算机                 | 深圳市腾讯计算机系统有限公司
    深圳市                 | 深圳市腾讯计算机系统有限公司
    臺灣                   | 台湾积体电路制造
    台湾                   | 臺灣積體電路製造股份有限公司
    汽車                   | 上海汽车集团
    葉                     | 叶氏企业`,
  'mixed scripts': `
    toyota                | トヨタ自動車株式会社
    トヨタ                 | トヨタ自動車株式会社
    自動車                 | トヨタ自動車株式会社
    株式会社               | トヨタ自動車株式会社
    東京                   | 東京電力ホールディングス
    ufj                   | 三菱UFJ銀行
    UFJ銀行                | 三菱UFJ銀行
    三菱ufj                | 三菱UFJ銀行
    tcl                   | TCL科技集团
    keji                  | TCL科技集团
    TCL科技                | TCL 科技集团
    ibm 中国               | 国际商业机器 IBM（中国）有限公司
    中国                   | 国际商业机器 IBM（中国）有限公司
    ibm                   | 国际商业机器 IBM（中国）有限公司
    360                   | 三六零 360 安全科技
    58同城                 | 58同城信息技术
    tongcheng             | 58同城信息技术
    lg                    | LG전자
    전자                   | LG 전자
    삼성                   | 삼성전자 주식회사 (Samsung Electronics)
    samsung               | 삼성전자 주식회사 (Samsung Electronics)
    мтс                   | МТС Mobile TeleSystems
    mobile мтс            | МТС Mobile TeleSystems
    ote group             | ΟΤΕ Group`,
  'full-width, half-width and compatibility signs': `
    acme                  | ＡＣＭＥ
    ＡＣＭＥ                | acme
    ａｃｍｅ                | ACME Ltd
    ＳＯＮＹ　株式会社       | ソニー Sony 株式会社
    sony                  | Ｓｏｎｙ株式会社
    123                   | １２３商事
    １２３                 | 123 商事
    トヨタ                 | ﾄﾖﾀ自動車
    ﾄﾖﾀ                   | トヨタ自動車
    ﾊﾟﾅｿﾆｯｸ               | パナソニック
    パナソニック            | ﾊﾟﾅｿﾆｯｸ
    finanz                | ﬁnanz AG
    ﬁnanz                 | Finanz AG
    ij                    | Ĳsselmeer
    no5                   | №5 Perfumes
    viii                  | Ⅷ Legion
    ㈱                     | （株）商事
    m2                    | m² Immobilien
    m²                    | M2 Immobilien
    Ｒｈｅｉｎ－Ｍａｉｎ      | Stadtwerke Rhein-Main GmbH & Co. KG
    GmbH＆Co．KG           | Stadtwerke Rhein-Main GmbH & Co. KG
    （中国）                | IBM (中国)`,
  'invisible signs': `
    ${'\u200b'}contoso             | Contoso Ltd
    con${'\u200b'}toso             | Contoso Ltd
    contoso${'\ufeff'}             | Contoso Ltd
    ${'\u2068'}contoso${'\u2069'}           | Contoso Ltd
    ${'\u200e'}contoso${'\u200f'}           | Contoso Ltd
    contoso${'\u00a0'}ltd          | Contoso Ltd
    contoso${'\u202f'}ltd          | Contoso Ltd
    contoso${'\u3000'}ltd          | Contoso Ltd
    con${'\u00ad'}toso             | Contoso Ltd
    contoso${'\u2060'}             | Contoso Ltd
    contoso               | Con${'\u00ad'}toso Ltd
    contoso               | ${'\ufeff'}Contoso Ltd
    contoso               | Contoso${'\u00a0'}Ltd
    ltd                   | Contoso${'\u00a0'}Ltd
    ltd                   | Contoso${'\u2003'}Ltd
    ltd                   | Contoso${'\u3000'}Ltd
    contoso               | ${'\u202a'}Contoso${'\u202c'} Ltd
    contoso ltd           | ${'\u2066'}Contoso Ltd${'\u2069'}
    con${'\u200d'}toso             | Contoso Ltd
    con${'\u200c'}toso             | Contoso Ltd`,
}

const blanks = /^ +| +$/g
const kinds = Object.entries(finding).map(([kind, table]) => ({
  kind,
  rows: table
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('|').map((cell) => cell.replace(blanks, '')))
    .map(([search = '', name = '']) => ({ search, name })),
}))
const rows = kinds.flatMap(({ rows }) => rows)

describe('R-023 what a search finds', () => {
  test.each(kinds)('$kind', ({ rows }) => {
    expect(rows.length).toBeGreaterThanOrEqual(20)
    expect(rows.filter(({ search, name }) => !finds(search, name))).toEqual([])
    expect(rows.filter(({ name }) => !finds(name, name))).toEqual([])
  })

  test.each([
    ['ller', 'Müller Bau GmbH'],
    ['muller tief', 'Müller Bau GmbH'],
    ['rheinland', 'Stadtwerke Rhein-Main GmbH & Co. KG'],
    ['ain', 'Stadtwerke Rhein-Main GmbH & Co. KG'],
    ['chengdou', '成都银行'],
    ['zhongqing', '重庆银行'],
    ['yinxing', '招商银行'],
    ['zhangan', '长安汽车'],
    ['shamen', '厦门航空'],
    ['yinle', '腾讯音乐'],
    ['huishe', '华为技术'],
    // Written signs find only what is written with them, not all that sounds alike.
    ['花', '华为技术'],
    ['有', 'You Ltd'],
    ['庆', '重庆银行'],
    ['σ', 'ΟΤΕ Α.Ε.'],
    ['%', '100% Saft GmbH'],
    ['_', 'Muller & Sons'],
    ['&', 'Muller & Sons'],
    ['\u200b', 'Contoso'],
    ['', 'Contoso'],
  ])('"%s" does not find "%s"', (search, name) => {
    expect(finds(search, name)).toBe(false)
  })

  test('any name pasted whole finds itself', () => {
    const part = fc.oneof(
      fc.constantFrom(...rows.map(({ name }) => name)),
      fc.constantFrom(' ', '-', ' & ', '.', ', ', '’', '/', ' (', ')', '\u00a0', '\u3000'),
      fc.string({ unit: 'binary', maxLength: 12 }),
    )
    const name = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('').slice(0, 200))
    // A name of blanks and invisible signs alone is none.
    const visible = name.filter((text) => /[^\s\p{C}\p{M}]/u.test(text.normalize('NFKC')))
    fc.assert(
      fc.property(visible, (text) => finds(text, text)),
      { numRuns: 200 },
    )
  })

  test('any word beginning finds its name, in any order', () => {
    const word = fc.constantFrom('Müller', 'Σίσυφος', 'Ёлка', '银行', 'Łódź', 'Işık', 'A.B.', "O'Neill")
    fc.assert(
      fc.property(fc.shuffledSubarray(rows), word, fc.nat(), ([row], first, length) => {
        const { name } = row ?? { name: 'Contoso' }
        const begun = [...first].slice(0, 1 + (length % first.length)).join('')
        return finds(`${begun} ${name}`, `${name} ${first}`)
      }),
      { numRuns: 200 },
    )
  })

  test('a domain is found, whole and by its parts', () => {
    for (const search of ['contoso', 'contoso.example', 'example', 'Contoso.Ex'])
      expect(finds(search, 'Fabrikam', 'contoso.example')).toBe(true)
  })

  test('eight words of forty characters count, each once', () => {
    expect(searchWordsOf('a '.repeat(200))).toEqual([['a']])
    expect(searchWordsOf('a b c d e f g h i j')).toHaveLength(8)
    for (const term of searchTermsOf('x'.repeat(200))) expect(term).toHaveLength(40)
  })
})

describe('sort keys', () => {
  const sorted = (names: string[]) => names.toSorted((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1))

  test('case, accents and ß do not matter', () => {
    expect(sortKeyOf('MÜLLER')).toBe(sortKeyOf('muller'))
    expect(sortKeyOf('Straße')).toBe(sortKeyOf('STRASSE'))
    expect(sortKeyOf('İSTANBUL')).toBe(sortKeyOf('istanbul'))
  })

  test('Latin names sort as ICU sorts them: Å, Ö and Š never after z', () => {
    const names =
      `Zebra Ångström Öst Škoda Alpha Österreich Ostern Anker Ängelholm Zürich Çimsa Cebit Ülker Ulm
      Łódź Lodz2 Lotos Żabka Zabre Ñandú Nano Éclair Eclat Œuvre Ofen Æsir Aesthet ß-Kurs Straße Strauß Øre Orange Ğ Gnu
      İzmir Ikea Šibenik Sibirien 3M 7-Eleven`.split(/\s+/)
    const icu = new Intl.Collator('und', { sensitivity: 'base' })
    expect(sorted(names)).toEqual(names.toSorted(icu.compare))
  })

  test('Chinese names sort as ICU sorts them by pinyin, sign by sign', () => {
    const names = '华为 花旗 成都 长沙 重庆 中国 招商 阿里 北京 西安 先锋 上海 银行 女儿 绿地 东莞'.split(' ')
    const icu = new Intl.Collator('zh-u-co-pinyin')
    // ICU reads 重 and 长 without their words, as zhòng and zhǎng.
    const known = names.filter((name) => !/[重长]/.test(name))
    expect(sorted(known)).toEqual(known.toSorted(icu.compare))
    expect(sorted(['中国', '重庆', '成都', '长沙'])).toEqual(['长沙', '成都', '重庆', '中国'])
  })

  test('Chinese names sort among the others by their pinyin', () => {
    const names = ['Zürich', '华为', 'Ikea', 'Gamma', '阿里巴巴']
    expect(sorted(names)).toEqual(['阿里巴巴', 'Gamma', '华为', 'Ikea', 'Zürich'])
  })

  test('a name of signs alone still has one', () => {
    expect(sortKeyOf('!!!')).not.toBe('')
  })
})

describe('leading terms', () => {
  const words = fc.constantFrom(
    ...[
      'Müller',
      'Σίσυφος',
      'Ёлка',
      '重庆',
      '吕梁',
      'Łódź',
      'A.B.',
      "O'Neill",
      'a',
      'ab',
      'Ål',
      '!!!',
      'x'.repeat(50),
    ],
  )
  const someName = fc
    .array(fc.oneof(words, fc.string({ unit: 'grapheme', maxLength: 6 })), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join(' '))

  test('a name that a leading term stands for begins with a search for it, but for a blank behind its first word', () => {
    fc.assert(
      fc.property(someName, fc.nat(), (name, length) => {
        const key = sortKeyOf(name)
        const [first = ''] = key.split(' ')
        for (const term of searchTermsOf(name).filter((term) => isLeading(term, key))) {
          const search = [...term].slice(0, 1 + (length % term.length)).join('')
          if (!isPlainWord(search)) continue
          const next = search.slice(first.length, first.length + 1)
          expect(key.startsWith(search) || key.startsWith(`${first} ${next}`)).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('a name that begins with a search as it sorts is found by it', () => {
    fc.assert(
      fc.property(someName, fc.nat(), (name, length) => {
        const key = sortKeyOf(name)
        const begun = [...key].slice(0, 1 + (length % key.length)).join('')
        const [[word = '', ...others] = []] = searchWordsOf(begun)
        if (others.length > 0 || !isPlainWord(word) || !key.startsWith(word)) return
        expect(searchTermsOf(name).filter((term) => term.startsWith(word))).not.toEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  test('the first word leads, in every spelling that sorts so', () => {
    const leadingOf = (name: string) => searchTermsOf(name).filter((term) => isLeading(term, sortKeyOf(name)))
    expect(leadingOf('Contoso Werke GmbH')).toEqual(['contosowerkegmbh'])
    expect(leadingOf('Müller AG')).toEqual(['mullerag'])
    expect(leadingOf('重庆 Nord')).toEqual(['chongqingnord'])
    expect(leadingOf('x'.repeat(50))).toEqual([])
  })
})

test('names in plain letters are cut as all others are', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~]*[a-zA-Z0-9][ -~]*$/), (name) => {
      // A blank that is none in ASCII.
      const same = `${name}\u3000`
      expect(searchTermsOf(name)).toEqual(searchTermsOf(same))
      expect(sortKeyOf(name)).toBe(sortKeyOf(same))
      expect(searchWordsOf(name)).toEqual(searchWordsOf(same))
    }),
  )
})
