const words = (text: string) => text.trim().split(/\s+/)

/** Web-mail addresses, disguised ones among them, that people try when they have no company address. */
export const disguised: readonly string[] = [
  ...words(`
  ada@gmail.com ada@googlemail.com ada@yahoo.com ada@yahoo.de ada@yahoo.co.uk ada@yahoo.co.jp ada@yahoo.fr
  ada@ymail.com ada@rocketmail.com ada@icloud.com ada@me.com ada@mac.com ada@aol.com ada@aol.de ada@aol.co.uk
  ada@outlook.com ada@outlook.de ada@outlook.fr ada@hotmail.com ada@hotmail.de ada@hotmail.co.uk ada@live.com
  ada@live.de ada@live.co.uk ada@live.cn ada@msn.com ada@gmx.de ada@gmx.net ada@gmx.at ada@web.de
  ada@t-online.de ada@freenet.de ada@qq.com ada@163.com ada@126.com ada@sina.com ada@sohu.com ada@foxmail.com
  ada@yeah.net ada@mail.ru ada@yandex.ru ada@protonmail.com ada@proton.me ada@zoho.com ada@fastmail.com
  ada@mail.com Ada.Sommer@GMAIL.COM Ada.Sommer@GOOGLEMAIL.COM Ada.Sommer@YAHOO.COM Ada.Sommer@YAHOO.DE
  Ada.Sommer@YAHOO.CO.UK Ada.Sommer@YAHOO.CO.JP Ada.Sommer@YAHOO.FR Ada.Sommer@YMAIL.COM
  Ada.Sommer@ROCKETMAIL.COM Ada.Sommer@ICLOUD.COM Ada.Sommer@ME.COM Ada.Sommer@MAC.COM Ada.Sommer@AOL.COM
  Ada.Sommer@AOL.DE Ada.Sommer@AOL.CO.UK Ada.Sommer@OUTLOOK.COM Ada.Sommer@OUTLOOK.DE Ada.Sommer@OUTLOOK.FR
  Ada.Sommer@HOTMAIL.COM Ada.Sommer@HOTMAIL.DE Ada.Sommer@HOTMAIL.CO.UK Ada.Sommer@LIVE.COM Ada.Sommer@LIVE.DE
  Ada.Sommer@LIVE.CO.UK ada@hOtMaIl.cO.Uk ada@lIvE.CoM ada@lIvE.De ada@lIvE.Co.uK ada@lIvE.Cn ada@mSn.cOm
  ada@gMx.dE ada@gMx.nEt ada@gMx.aT ada@wEb.dE ada@t-oNlInE.De ada@fReEnEt.dE ada@qQ.CoM ada@163.cOm
  ada@126.cOm ada@sInA.CoM ada@sOhU.CoM ada@fOxMaIl.cOm ada@yEaH.NeT ada@mAiL.Ru ada+entente@gmail.com
  ada+entente@googlemail.com ada+entente@yahoo.com ada+entente@yahoo.de ada+entente@yahoo.co.uk
  ada+entente@yahoo.co.jp ada+entente@yahoo.fr ada+entente@ymail.com ada+entente@rocketmail.com
  ada+entente@icloud.com ada+entente@me.com ada+entente@mac.com ada+entente@aol.com ada+entente@aol.de
  ada+entente@aol.co.uk ada+entente@outlook.com ada+entente@outlook.de ada+entente@outlook.fr
  ada+entente@hotmail.com ada+entente@hotmail.de ada@gmail.com. ada@googlemail.com. ada@yahoo.com.
  ada@yahoo.de. ada@yahoo.co.uk. ada@yahoo.co.jp. ada@yahoo.fr. ada@ymail.com. ada@rocketmail.com.
  ada@icloud.com. ada@me.com. ada@mac.com. ada@aol.com. ada@aol.de. ada@aol.co.uk. ada@outlook.com.
  ada@outlook.de. ada@outlook.fr. ada@hotmail.com. ada@hotmail.de. ada@mail.gmail.com ada@mail.googlemail.com
  ada@mail.yahoo.com ada@mail.yahoo.de ada@mail.yahoo.co.uk ada@mail.yahoo.co.jp ada@mail.yahoo.fr
  ada@mail.ymail.com ada@mail.rocketmail.com ada@mail.icloud.com ada@mail.me.com ada@mail.mac.com
  ada@mail.aol.com ada@mail.aol.de ada@mail.aol.co.uk ada@mail.outlook.com ada@mail.outlook.de
  ada@mail.outlook.fr ada@mail.hotmail.com ada@mail.hotmail.de ada@eu.smtp.gmail.com
  ada@eu.smtp.googlemail.com ada@eu.smtp.yahoo.com ada@eu.smtp.yahoo.de ada@eu.smtp.yahoo.co.uk
  ada@eu.smtp.yahoo.co.jp ada@yahoo.co.zw ada@yahoo.com.ng ada@live.com.gt ada@hotmail.co.ke ada@outlook.lv
  ada@aol.pl ada@live.se ada@yahoo.ie ada@ymail.net ada@outlook.co.th ada@gмail.com ada@gmаil.com
  ada@gmaіl.com ada@gmaiӏ.com ada@gоoglemail.com ada@goоglemail.com ada@googӏemail.com ada@googlеmail.com
  ada@googleмail.com ada@googlemаil.com ada@googlemaіl.com ada@googlemaiӏ.com ada@уahoo.com ada@yаhoo.com
  ada@yahоo.com ada@yahoо.com ada@іcloud.com ada@iсloud.com ada@icӏoud.com ada@iclоud.com ada@аol.com
  ada@aоl.com ada@aoӏ.com ada@оutlook.com ada@outӏook.com ada@outlоok.com ada@outloоk.com ada@outlooк.com
  ada@hоtmail.com ada@hotмail.com ada@hotmаil.com ada@hotmaіl.com ada@hotmaiӏ.com ada@ӏive.com ada@lіve.com
  ada@livе.com ada@мsn.com ada@mѕn.com ada@gmäil.com ada@gmáil.com ada@yahôo.com ada@íclouđ.com ada@ｇｍａｉｌ.com
  ada@ＹＡＨＯＯ.ＣＯＭ ada@gmail。com ada@outlook．com ada@hotmail｡com ada@ⓖⓜⓐⓘⓛ.com ada@gmaıl.com ada@outłook.com
  ada@hοtmail.com ada@аоl.com ada@mail.gmаil.com ada@xn--gmil-63d.com Ada+x@MAIL.GMÁIL.COM.
`),
  'ada@gma\u00adil.com',
  'ada@𝐠𝐦𝐚𝐢𝐥.com',
  ' ada@yahoo.com ',
]

/** Company addresses, some of which resemble a web-mail service. */
export const corporate: readonly string[] = words(`
  ada@microsoft.com ada@sap.com ada@siemens.com ada@bosch.com ada@basf.com ada@bayer.com ada@allianz.de
  ada@deutsche-bank.de ada@bmw.de ada@volkswagen.de ada@mercedes-benz.com ada@telekom.de ada@lufthansa.com
  ada@adidas.com ada@henkel.com ada@continental.com ada@infineon.com ada@daimlertruck.com ada@thyssenkrupp.com
  ada@rwe.com ada@eon.com ada@munichre.com ada@zalando.de ada@otto.de ada@rewe.de ada@lidl.de ada@aldi-sued.de
  ada@dm.de ada@bahn.de ada@dhl.com ada@airbus.com ada@thalesgroup.com ada@total.com ada@renault.com
  ada@michelin.com ada@danone.com ada@loreal.com ada@lvmh.com ada@orange.com ada@capgemini.com ada@atos.net
  ada@sopra-steria.com ada@bnpparibas.com ada@axa.com ada@nestle.com ada@novartis.com ada@roche.com
  ada@ubs.com ada@abb.com ada@swisscom.ch ada@migros.ch ada@coop.ch ada@sbb.ch ada@zurich.com ada@swissre.com
  ada@philips.com ada@asml.com ada@ing.com ada@kpn.com ada@heineken.com ada@akzonobel.com ada@unilever.com
  ada@shell.com ada@bp.com ada@vodafone.com ada@bt.com ada@hsbc.com ada@barclays.co.uk ada@tesco.com
  ada@gsk.com ada@astrazeneca.com ada@rolls-royce.com ada@baesystems.com ada@arup.com ada@deloitte.com
  ada@pwc.com ada@kpmg.com ada@ey.com ada@accenture.com ada@ibm.com ada@oracle.com ada@intel.com ada@cisco.com
  ada@hp.com ada@dell.com ada@apple.com ada@google.com ada@amazon.com ada@meta.com ada@nvidia.com
  ada@adobe.com ada@salesforce.com ada@vmware.com ada@redhat.com ada@ge.com ada@ford.com ada@gm.com
  ada@boeing.com ada@lockheedmartin.com ada@3m.com ada@pfizer.com ada@merck.com ada@jnj.com ada@pg.com
  ada@coca-cola.com ada@pepsico.com ada@walmart.com ada@target.com ada@costco.com ada@fedex.com ada@ups.com
  ada@visa.com ada@mastercard.com ada@jpmorgan.com ada@goldmansachs.com ada@sony.com ada@toyota.co.jp
  ada@honda.co.jp ada@hitachi.com ada@fujitsu.com ada@nec.com ada@panasonic.com ada@toshiba.co.jp
  ada@canon.com ada@nintendo.co.jp ada@samsung.com ada@lg.com ada@hyundai.com ada@kia.com ada@sk.com
  ada@huawei.com ada@lenovo.com ada@alibaba-inc.com ada@tencent.com ada@bytedance.com ada@xiaomi.com
  ada@haier.com ada@byd.com ada@icbc.com.cn ada@boc.cn ada@petrochina.com.cn ada@ericsson.com ada@volvo.com
  ada@ikea.com ada@hm.com ada@spotify.com ada@nokia.com ada@kone.com ada@maersk.com ada@novonordisk.com
  ada@lego.com ada@carlsberg.com ada@equinor.com ada@dnb.no ada@telenor.com ada@enel.com ada@eni.com
  ada@ferrari.com ada@pirelli.com ada@santander.com ada@iberdrola.com ada@telefonica.com ada@inditex.com
  ada@repsol.com ada@edp.pt ada@galp.com ada@orlen.pl ada@skoda-auto.cz ada@erstegroup.com ada@omv.com
  ada@yahooinc.com ada@livenation.com ada@live-agentur.example ada@outlookindia.com ada@gmailer.example
  ada@notgmail.example ada@gmail-migration.example ada@mail.contoso.example ada@live.contoso.example
  ada@outlook.com.contoso.example ada@yahoo.contoso.example ada@gmail.contoso.co.uk ada@aolani.example
  ada@icloudservices.example ada@hotmailer.example ada@webde.example ada@me.contoso.example
  ada@mac.contoso.example ada@müller-gmbh.example ada@bücher.example ada@größe.example ada@société.example
  ada@żubr.example ada@京东方.example ada@пример.example ada@contoso.co.uk ada@fabrikam.com.cn
  ada@northwind.gov.uk ada@CONTOSO.EXAMPLE ada@contoso.example.
`)
