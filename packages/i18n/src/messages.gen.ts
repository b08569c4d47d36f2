// Written by `node packages/i18n/generate.ts` from messages/en. Do not edit.

export type NoArguments = Record<string, never>

export type Messages = {
  'common.product': NoArguments
  'common.site.partner': NoArguments
  'common.site.customer': NoArguments
  'common.site.operator': NoArguments
  'common.cloud.band': { cloud: string }
  'common.skip_to_content': NoArguments
  'common.skip_to_navigation': NoArguments
  'common.nav.label': NoArguments
  'common.nav.menu': NoArguments
  'common.nav.close': NoArguments
  'common.nav.home': NoArguments
  'common.nav.customers': NoArguments
  'common.nav.requests': NoArguments
  'common.nav.partner_relationships': NoArguments
  'common.nav.access_log': NoArguments
  'common.nav.people': NoArguments
  'common.nav.account': NoArguments
  'common.account.menu': NoArguments
  'common.signed_in_as': { name: string }
  'common.language.read_in': NoArguments
  'common.language.label': NoArguments
  'common.language.change': NoArguments
  'common.language.en': NoArguments
  'common.language.de': NoArguments
  'common.language.zh-CN': NoArguments
  'common.theme.label': NoArguments
  'common.theme.system': NoArguments
  'common.theme.light': NoArguments
  'common.theme.dark': NoArguments
  'common.field.email': NoArguments
  'common.field.password': NoArguments
  'common.field.country.choose': NoArguments
  'common.field.optional': NoArguments
  'common.field.new_password': NoArguments
  'common.field.current_password': NoArguments
  'common.field.password.hint': NoArguments
  'common.field.phone': NoArguments
  'common.field.country': NoArguments
  'common.sign_in.title': NoArguments
  'common.sign_in.intro.partner': { cloud: string }
  'common.sign_in.intro.customer': { cloud: string }
  'common.sign_in.intro.operator': { cloud: string }
  'common.sign_in.submit': NoArguments
  'common.sign_in.forgot': NoArguments
  'common.sign_in.create': NoArguments
  'common.sign_in.first': NoArguments
  'common.sign_in.signed_out': NoArguments
  'common.sign_in.confirmed': NoArguments
  'common.sign_in.password_changed': NoArguments
  'common.sign_in.joined': NoArguments
  'common.sign_out': NoArguments
  'common.reset.title': NoArguments
  'common.reset.intro': NoArguments
  'common.reset.submit': NoArguments
  'common.reset.back': NoArguments
  'common.check_mail.title': NoArguments
  'common.reset.sent.text': NoArguments
  'common.reset.sent.nothing': NoArguments
  'common.reset.new.title': NoArguments
  'common.reset.new.submit': NoArguments
  'common.reset.again': NoArguments
  'common.account.title': NoArguments
  'common.account.intro': NoArguments
  'common.field.name': NoArguments
  'common.account.organisation': NoArguments
  'common.field.partner_id': NoArguments
  'common.field.mpn_id': NoArguments
  'common.field.legal_name': NoArguments
  'common.field.registration_number': NoArguments
  'common.field.address.line1': NoArguments
  'common.field.address.line2': NoArguments
  'common.field.address.city': NoArguments
  'common.field.address.postal_code': NoArguments
  'common.roles': NoArguments
  'common.account.preferences': NoArguments
  'common.account.time_zone': NoArguments
  'common.account.time_zone.hint': NoArguments
  'common.time_zone.page': { zone: string }
  'common.save': NoArguments
  'common.account.saved': NoArguments
  'common.account.change_password': NoArguments
  'common.account.password_changed': NoArguments
  'common.account.wrong_password': NoArguments
  'common.error.reference': { id: string }
  'common.error.reference.hint': NoArguments
  'common.error.start': NoArguments
  'common.error.retry': NoArguments
  'common.error.kept': NoArguments
  'common.error.kept.secrets': NoArguments
  'common.error.400.title': NoArguments
  'common.error.400.text': NoArguments
  'common.error.403.title': NoArguments
  'common.error.403.text': NoArguments
  'common.error.404.title': NoArguments
  'common.error.404.text': NoArguments
  'common.error.409.title': NoArguments
  'common.error.409.text': NoArguments
  'common.error.410.title': NoArguments
  'common.error.410.text': NoArguments
  'common.error.413.title': NoArguments
  'common.error.413.text': NoArguments
  'common.error.421.title': NoArguments
  'common.error.421.text': { cloud: string }
  'common.error.429.title': NoArguments
  'common.error.429.text': NoArguments
  'common.error.429.site.title': NoArguments
  'common.error.429.site.text': NoArguments
  'common.error.431.title': NoArguments
  'common.error.431.text': { host: string }
  'common.error.431.what': NoArguments
  'common.error.500.title': NoArguments
  'common.error.500.text': NoArguments
  'common.error.503.title': NoArguments
  'common.error.503.text': NoArguments
  'common.form.errors': { count: number }
  'common.field_error.required': NoArguments
  'common.field_error.email': NoArguments
  'common.field_error.country': NoArguments
  'common.field_error.too_long': { max: number }
  'common.field_error.one_line': NoArguments
  'common.field_error.plain_text': NoArguments
  'common.field_error.choice': NoArguments
  'common.field_error.invalid': NoArguments
  'common.print': NoArguments
  'common.print.whole': { count: number }
  'common.print.first': { count: number }
  'common.print.part': { count: number }
  'common.print.press': NoArguments
  'common.print.back': NoArguments
  'common.pagination.label': NoArguments
  'common.pagination.next': NoArguments
  'common.pagination.previous': NoArguments
  'common.pagination.size': NoArguments
  'common.pagination.first': NoArguments
  'common.search.clear': NoArguments
  'common.search': NoArguments
  'common.sort.by': { column: string }
  'common.sort.ascending': NoArguments
  'common.sort.descending': NoArguments
  'common.loading': NoArguments
  'common.copy': NoArguments
  'common.copied': NoArguments
  'common.copy_failed': NoArguments
  'common.cancel': NoArguments
  'common.none': NoArguments
  'common.details': NoArguments
  'common.external_link': NoArguments
  'common.role.global_admin': NoArguments
  'common.role.relationship_manager': NoArguments
  'common.end_request.title': NoArguments
  'common.end_request.status': NoArguments
  'common.end_request.status.open': NoArguments
  'common.end_request.status.explained': NoArguments
  'common.end_request.status.agreed': NoArguments
  'common.end_request.status.withdrawn': NoArguments
  'common.end_request.status.settled': NoArguments
  'common.end_request.status.ended': NoArguments
  'common.end_request.reason': NoArguments
  'common.end_request.asked': NoArguments
  'common.end_request.deadline': NoArguments
  'common.end_request.answer': NoArguments
  'common.end_request.answer.none': NoArguments
  'common.end_request.outcome': NoArguments
  'common.end_request.outcome.partner_ends': NoArguments
  'common.end_request.outcome.continues': NoArguments
  'common.end_request.outcome.not_agreed': NoArguments
  'common.end_request.told': NoArguments
  'common.renegotiation.title': NoArguments
  'common.renegotiation.about': { customer: string; partner: string }
  'common.renegotiation.status': NoArguments
  'common.renegotiation.status.stated': NoArguments
  'common.renegotiation.status.attested': NoArguments
  'common.renegotiation.status.declined': NoArguments
  'common.renegotiation.status.withdrawn': NoArguments
  'common.renegotiation.text': NoArguments
  'common.renegotiation.text.hint': { other: string }
  'common.renegotiation.stated': NoArguments
  'common.renegotiation.answered': NoArguments
  'common.renegotiation.attested': { customer: string; partner: string }
  'common.renegotiation.state': NoArguments
  'common.renegotiation.attest': NoArguments
  'common.renegotiation.decline': NoArguments
  'common.renegotiation.withdraw': NoArguments
  'common.renegotiation.none': NoArguments
  'common.renegotiation.over': NoArguments
  'common.renegotiation.not_allowed': { roles: string }
  'common.renegotiation.done': NoArguments
  'common.role.user_admin': NoArguments
  'common.role.billing_admin': NoArguments
  'common.role.admin_agent': NoArguments
  'common.role.sales_agent': NoArguments
  'common.role.helpdesk_agent': NoArguments
  'common.role.user': NoArguments
  'common.role.enrolment_reviewer': NoArguments
  'common.role.support_operator': NoArguments
  'common.role.operator_admin': NoArguments
  'common.role.auditor': NoArguments
  'common.partner_kind.direct_bill': NoArguments
  'common.partner_kind.indirect_reseller': NoArguments
  'common.partner_kind.indirect_provider': NoArguments
  'common.verified': NoArguments
  'common.not_verified': NoArguments
  'common.second_factor.title': NoArguments
  'common.second_factor.intro': NoArguments
  'common.second_factor.on': { date: string }
  'common.second_factor.off': NoArguments
  'common.second_factor.state': NoArguments
  'common.second_factor.codes_left': NoArguments
  'common.second_factor.manage': NoArguments
  'common.second_factor.set_up': NoArguments
  'common.second_factor.turned_off': NoArguments
  'common.second_factor.mandatory': NoArguments
  'common.second_factor.required': NoArguments
  'common.second_factor.begin.text': NoArguments
  'common.second_factor.begin.change': NoArguments
  'common.second_factor.begin': NoArguments
  'common.second_factor.begin.again': NoArguments
  'common.second_factor.scan': NoArguments
  'common.second_factor.image': NoArguments
  'common.second_factor.type': NoArguments
  'common.second_factor.confirm.title': NoArguments
  'common.second_factor.confirm': NoArguments
  'common.second_factor.code': NoArguments
  'common.second_factor.code.missing': NoArguments
  'common.second_factor.code.hint': NoArguments
  'common.second_factor.new_codes': NoArguments
  'common.second_factor.new_codes.text': NoArguments
  'common.second_factor.turn_off': NoArguments
  'common.second_factor.turn_off.text': NoArguments
  'common.recovery_codes.title': NoArguments
  'common.recovery_codes.text': NoArguments
  'common.recovery_codes.label': NoArguments
  'common.recovery_codes.save': NoArguments
  'common.recovery_codes.done': NoArguments
  'common.recovery_codes.shown_once': NoArguments
  'common.sign_in.second.title': NoArguments
  'common.sign_in.second.intro': NoArguments
  'common.sign_in.second.hint': NoArguments
  'common.sign_in.second.submit': NoArguments
  'common.sign_in.second.back': NoArguments
  'common.confirm.title': NoArguments
  'common.confirm.intro': NoArguments
  'common.confirm.submit': NoArguments
  'common.confirm.cancel': NoArguments
  'common.confirm.wrong_password': NoArguments
  'common.confirm.again': { button: string }
  'common.sign_up.asked.title': NoArguments
  'common.sign_up.asked.at': NoArguments
  'common.sign_up.asked.device': NoArguments
  'common.sign_up.asked.address': NoArguments
  'common.sign_up.asked.address.unknown': NoArguments
  'common.sign_up.not_you': NoArguments
  'common.sessions.title': NoArguments
  'common.sessions.unknown': NoArguments
  'common.sessions.current': NoArguments
  'common.sessions.times': { seen: string; since: string }
  'common.sessions.end': NoArguments
  'common.sessions.end.label': { device: string; since: string }
  'common.sessions.end_others': NoArguments
  'common.sessions.ended': NoArguments
  'common.set_up.title': NoArguments
  'common.set_up.intro': { email: string }
  'common.set_up.added': { company: string; email: string }
  'common.set_up.join.title': { company: string }
  'common.set_up.join.intro': { company: string; email: string }
  'common.set_up.join.submit': NoArguments
  'common.set_up.submit': NoArguments
  'common.field_error.ticked': NoArguments
  'common.field_error.role': NoArguments
  'common.field_error.mpn_id': NoArguments
  'common.field_error.phone': NoArguments
  'common.field_error.postal_code': NoArguments
  'common.field_error.web_address': NoArguments
  'common.enrolment_part.legal_profile': NoArguments
  'common.enrolment_part.primary_contact': NoArguments
  'common.enrolment_part.support': NoArguments
  'common.enrolment_part.evidence': NoArguments
  'common.evidence.document': NoArguments
  'common.evidence.consent': NoArguments
  'common.enrolment_part.answer': NoArguments
  'common.enrolment_check.profile': NoArguments
  'common.enrolment_check.eligibility': NoArguments
  'common.enrolment_check.local_entity': NoArguments
  'common.enrolment_check.credit_check': NoArguments
  'common.enrolment_check.phone_challenge': NoArguments
  'common.enrolment_check.authority': NoArguments
  'common.change_password.title': NoArguments
  'common.change_password.intro': NoArguments
  'common.change_password.submit': NoArguments
  'common.nav.companies': NoArguments
  'common.operator.help': NoArguments
  'common.genuine': NoArguments
  'common.undo': NoArguments
  'common.typed_name': { name: string }
  'common.help': NoArguments
  'common.help.leave': NoArguments
  'common.glossary': NoArguments
  'common.term.agent': NoArguments
  'common.term.chain': NoArguments
  'common.term.cloud': NoArguments
  'common.term.delegated_admin_privileges': NoArguments
  'common.term.direct_bill': NoArguments
  'common.term.freeze': NoArguments
  'common.term.global_admin': NoArguments
  'common.term.head': NoArguments
  'common.term.indirect_provider': NoArguments
  'common.term.indirect_reseller': NoArguments
  'common.term.mpn_id': NoArguments
  'common.term.operator': NoArguments
  'common.term.partner_id': NoArguments
  'common.term.primary_contact': NoArguments
  'common.term.relationship_manager': NoArguments
  'common.term.relationship_link': NoArguments
  'common.term.reseller_relationship': NoArguments
  'common.term.second_factor': NoArguments
  'common.term.service': NoArguments
  'common.term.suspension': NoArguments
  'common.activity.others': { count: number }
  'common.filter.title': NoArguments
  'common.filter.submit': NoArguments
  'common.filter.clear': NoArguments
  'common.filter.person.hint': NoArguments
  'common.no_match.text': NoArguments
  'common.actions': NoArguments
  'common.incentives': NoArguments
  'common.benefits': NoArguments
  'common.competencies': NoArguments
  'common.factor.require': NoArguments
  'common.factor.reset': NoArguments
  'common.restorable_until': NoArguments
  'common.not_signed_in': NoArguments
  'common.domain': NoArguments
  'common.organisation_id': NoArguments
  'common.provider_service.training': NoArguments
  'common.provider_service.marketing': NoArguments
  'common.provider_service.financing': NoArguments
  'common.provider_service.credit': NoArguments
  'common.provider_service.technical_support': NoArguments
  'common.provider.countries': NoArguments
  'common.provider.languages': NoArguments
  'common.provider.services': NoArguments
  'common.provider.programmes': NoArguments
  'common.provider.support_level': NoArguments
  'common.provider.conditions': NoArguments
  'common.provider.contact': NoArguments
  'common.filter.from': NoArguments
  'common.filter.until': NoArguments
  'common.history.title': NoArguments
  'common.history.all': NoArguments
  'common.history.operator': NoArguments
  'common.history.by': { company: string; name: string }
  'common.history.asked_sent': NoArguments
  'common.history.asked_sent.to': { to: string }
  'common.history.asked_prepared': NoArguments
  'common.history.accepted': { services: string }
  'common.history.accepted.none': NoArguments
  'common.history.reinstated': { services: string }
  'common.history.reinstated.none': NoArguments
  'common.history.granted': { services: string }
  'common.history.granted.none': NoArguments
  'common.history.taken_away': { services: string }
  'common.history.moved': { services: string }
  'common.history.ended_by_operator': { services: string }
  'common.history.removed': NoArguments
  'common.history.removed_keep': { services: string }
  'common.history.removed_revoke': { services: string }
  'common.history.declined_told': NoArguments
  'common.history.declined_untold': NoArguments
  'common.history.used': { services: string }
  'common.history.used.any': NoArguments
  'common.history.frozen': NoArguments
  'common.history.thawed': NoArguments
  'common.history.end_asked': NoArguments
  'common.history.end_withdrawn': NoArguments
  'common.history.end_agreed': NoArguments
  'common.history.end_explained': NoArguments
  'common.history.end_settled': NoArguments
  'common.history.renegotiation_stated': NoArguments
  'common.history.renegotiation_attested': NoArguments
  'common.history.renegotiation_declined': NoArguments
  'common.history.renegotiation_withdrawn': NoArguments
  'common.history.added': NoArguments
  'common.receipt.title': NoArguments
  'common.receipt.sentence': { date: string }
  'common.receipt.customer': NoArguments
  'common.receipt.accepted': NoArguments
  'common.receipt.accepted_by': NoArguments
  'common.receipt.agreement': NoArguments
  'common.receipt.agreement.version': { agreement: string; version: string }
  'common.receipt.id': NoArguments
  'common.receipt.party.reseller': NoArguments
  'common.receipt.party.provider': NoArguments
  'common.receipt.change.create': NoArguments
  'common.receipt.change.reinstate': NoArguments
  'common.receipt.change.unchanged': NoArguments
  'common.receipt.services': { services: string }
  'common.receipt.services.none': NoArguments
  'common.receipt.moved': { holder: string; service: string }
  'common.customer_origin.acceptance': NoArguments
  'common.customer_origin.created': NoArguments
  'common.customer_origin.import': NoArguments
  'common.nav.service_requests': NoArguments
  'common.csv.file.missing': NoArguments
  'common.csv.check.title': NoArguments
  'common.csv.check.found': { encoding: string }
  'common.csv.check.hint': NoArguments
  'common.csv.check.secrets': NoArguments
  'common.csv.check.table': NoArguments
  'common.csv.check.text': NoArguments
  'common.csv.encoding': NoArguments
  'common.csv.encoding.choose': NoArguments
  'common.csv.file.again': NoArguments
  'common.csv.encoding.windows-1252': NoArguments
  'common.csv.encoding.macintosh': NoArguments
  'common.csv.encoding.windows-1250': NoArguments
  'common.csv.encoding.windows-1251': NoArguments
  'common.csv.encoding.windows-1254': NoArguments
  'common.csv.encoding.gb18030': NoArguments
  'common.csv.encoding.big5': NoArguments
  'common.csv.encoding.shift_jis': NoArguments
  'common.csv.encoding.euc-kr': NoArguments
  'common.csv.column.row': NoArguments
  'common.csv.column.column': NoArguments
  'common.csv.row': { row: string }
  'common.nav.referrals': NoArguments
  'common.history.given_up': { services: string }
  'errors.not_signed_in': NoArguments
  'errors.wrong_credentials': NoArguments
  'errors.missing_permission': { roles: string }
  'errors.not_global_admin': { admins: string; count: number }
  'errors.not_decider': { admins: string; count: number }
  'errors.membership_requested': { organisation: string }
  'errors.account_not_active': NoArguments
  'errors.feature_off': NoArguments
  'errors.not_found': NoArguments
  'errors.name_not_typed': NoArguments
  'errors.choices_too_large': NoArguments
  'errors.link_unknown': NoArguments
  'errors.link_revoked': NoArguments
  'errors.partner_not_active': NoArguments
  'errors.partnership_not_active': NoArguments
  'errors.other_party_not_active': NoArguments
  'errors.country_not_allowed': { country: string }
  'errors.agreement_not_accepted': NoArguments
  'errors.agreement_changed': NoArguments
  'errors.agreement_already_accepted': NoArguments
  'errors.no_active_partner': NoArguments
  'errors.services_invalid': NoArguments
  'errors.holders_changed': NoArguments
  'errors.one_time_link_unknown': NoArguments
  'errors.one_time_link_spent': NoArguments
  'errors.password_too_weak': { reason: string }
  'errors.password_unchanged': NoArguments
  'errors.draft_link_missing': NoArguments
  'errors.draft_link_altered': NoArguments
  'errors.draft_foreign_link': { paragraph: number }
  'errors.draft_links_unconfirmed': { count: number }
  'errors.draft_links_not_allowed': { links: string }
  'errors.draft_paragraph_locked': { paragraph: number }
  'errors.draft_outdated': NoArguments
  'errors.recipients_invalid': { addresses: string; count: number }
  'errors.too_many_recipients': { given: number; most: number }
  'errors.recipient_recently_mailed': { addresses: string; wait: string }
  'errors.recipient_complained': { addresses: string }
  'errors.recipient_suppressed': { addresses: string }
  'errors.recipient_bounced': { addresses: string }
  'errors.daily_limit_reached': { wait: string }
  'errors.domain_limit_reached': { domains: string; wait: string }
  'errors.sending_stopped': NoArguments
  'errors.recipient_settled': NoArguments
  'errors.already_sent': NoArguments
  'errors.too_many_attempts': { wait: string }
  'errors.idempotency_key_reused': NoArguments
  'errors.already_decided': NoArguments
  'errors.already_suspended': NoArguments
  'errors.not_a_partner': NoArguments
  'errors.not_suspended': NoArguments
  'errors.account_already_suspended': NoArguments
  'errors.account_not_suspended': NoArguments
  'errors.import_running': NoArguments
  'errors.already_asked': NoArguments
  'errors.request_settled': { state: string }
  'errors.own_request': NoArguments
  'errors.no_second_factor': NoArguments
  'errors.already_revoked': NoArguments
  'errors.already_retried': NoArguments
  'errors.invalid_input': NoArguments
  'errors.wrong_code': NoArguments
  'errors.step_up_required': NoArguments
  'errors.second_factor_mandatory': NoArguments
  'errors.second_factor_required': NoArguments
  'errors.password_sign_in_required': NoArguments
  'errors.second_factor_missing': NoArguments
  'errors.own_second_factor_missing': NoArguments
  'errors.unavailable': NoArguments
  'errors.already_frozen': NoArguments
  'errors.not_frozen': NoArguments
  'errors.no_provider_entry': NoArguments
  'errors.already_listed': NoArguments
  'errors.not_listed': NoArguments
  'errors.provider_not_active': NoArguments
  'errors.wrong_partner_kind': NoArguments
  'errors.own_account_suspended': NoArguments
  'errors.consent_missing': NoArguments
  'errors.consent_changed': NoArguments
  'errors.partnership_removed': NoArguments
  'errors.admin_access_removed': NoArguments
  'errors.not_granted': NoArguments
  'errors.attestation_missing': NoArguments
  'errors.attestation_changed': NoArguments
  'errors.relationship_already_removed': NoArguments
  'errors.customer_items_live': NoArguments
  'errors.privileges_frozen': NoArguments
  'errors.access_reason_missing': NoArguments
  'errors.already_deauthorised': NoArguments
  'errors.already_announced': NoArguments
  'errors.not_announced': NoArguments
  'errors.notice_too_short': NoArguments
  'errors.enrolment_state_changed': NoArguments
  'errors.enrolment_incomplete': { missing: string }
  'errors.contact_not_verified': NoArguments
  'errors.contact_settled': NoArguments
  'errors.checks_not_passed': { checks: string }
  'errors.evidence_missing': { check: string; missing: string }
  'errors.no_check_failed': NoArguments
  'errors.deadline_too_soon': NoArguments
  'errors.deadline_not_passed': { deadline: string }
  'errors.end_already_asked': NoArguments
  'errors.end_request_closed': NoArguments
  'errors.end_request_not_due': NoArguments
  'errors.customer_agreement_missing': NoArguments
  'errors.customer_agreement_known': { state: string }
  'errors.agreement_date_in_future': NoArguments
  'errors.provisioning_not_hanging': NoArguments
  'errors.renegotiation_open': NoArguments
  'errors.renegotiation_closed': NoArguments
  'errors.customer_user_changed': NoArguments
  'errors.customer_profile_changed': NoArguments
  'errors.customer_user_name_taken': NoArguments
  'errors.licences_running': NoArguments
  'errors.licence_users_unknown': { names: string }
  'errors.licences_over': NoArguments
  'errors.membership_not_chosen': NoArguments
  'errors.mpn_profile_unusable': { country: string; profileCountry: string; reason: string }
  'errors.membership_unavailable': NoArguments
  'errors.mpn_in_use': NoArguments
  'errors.web_mail_address': NoArguments
  'errors.admin_agent_missing': NoArguments
  'errors.partner_not_enrolled': NoArguments
  'errors.document_refused': { reason: string }
  'errors.csv_encoding_unconfirmed': { encoding: string }
  'errors.email_in_use': NoArguments
  'errors.last_global_admin': NoArguments
  'errors.own_account': NoArguments
  'errors.own_admin_role': NoArguments
  'errors.user_state_changed': NoArguments
  'errors.temporary_password_over': NoArguments
  'errors.directory_missing': NoArguments
  'errors.directory_not_tested': NoArguments
  'errors.directory_unusable': { reason: string }
  'errors.directory_sign_in_refused': { reason: string }
  'errors.operator_sign_in_refused': { reason: string }
  'errors.draft_changed': { person: string }
  'errors.draft_gone': NoArguments
  'errors.reseller_cannot_order': NoArguments
  'errors.reseller_unexpected': NoArguments
  'errors.orders_suspended': NoArguments
  'errors.own_relationship_missing': NoArguments
  'errors.customer_account_missing': NoArguments
  'errors.reseller_missing': NoArguments
  'errors.partnership_missing': NoArguments
  'errors.reseller_relationship_missing': NoArguments
  'errors.other_seller': NoArguments
  'errors.offer_not_sold': NoArguments
  'errors.price_changed': NoArguments
  'errors.seats_out_of_range': { max: number; min: number }
  'errors.seats_assigned': { assigned: number }
  'errors.add_on_mismatch': NoArguments
  'errors.add_ons_live': NoArguments
  'errors.transition_impossible': NoArguments
  'errors.nothing_changed': NoArguments
  'errors.order_pending': NoArguments
  'errors.subscription_changed': NoArguments
  'errors.subscription_state': NoArguments
  'errors.cancel_window_over': NoArguments
  'errors.order_ask_settled': NoArguments
  'errors.provider_relationship_missing': NoArguments
  'errors.too_many_matches': { most: number }
  'errors.too_many_tags': { most: number }
  'errors.too_many_views': { most: number }
  'errors.no_business_profile': NoArguments
  'errors.too_many_locations': { country: string; most: number }
  'errors.logo_refused': { reason: string }
  'errors.service_requests_elsewhere': NoArguments
  'errors.service_not_for_resellers': NoArguments
  'errors.privileges_are_there': NoArguments
  'errors.caller_unknown': NoArguments
  'errors.service_request_closed': NoArguments
  'errors.service_request_not_closed': NoArguments
  'errors.service_request_closed_long_ago': NoArguments
  'errors.import_unreadable': { fault: string }
  'errors.import_moved_on': NoArguments
  'errors.import_columns_missing': NoArguments
  'errors.new_customers_closed': NoArguments
  'errors.tenant_name_taken': NoArguments
  'errors.first_sign_in_over': NoArguments
  'errors.made_by_partner': NoArguments
  'errors.purchases_not_allowed': NoArguments
  'errors.purchases_unchanged': NoArguments
  'errors.seller_unavailable': NoArguments
  'errors.support_reseller_missing': NoArguments
  'errors.takes_no_referrals': NoArguments
  'errors.referral_expired': NoArguments
  'errors.referral_state': NoArguments
  'errors.grant_in_use': NoArguments
  'portal.home.title': NoArguments
  'portal.home.intro': { organisation: string }
  'portal.home.add_user': NoArguments
  'portal.home.see_customers': NoArguments
  'portal.home.attention': NoArguments
  'portal.home.attention.authorisation_ends': { date: string }
  'portal.home.attention.authorisation_ends.detail': NoArguments
  'portal.home.attention.agreement_to_sign': NoArguments
  'portal.home.attention.agreement_to_sign.detail': NoArguments
  'portal.home.attention.end_asked': { count: number }
  'portal.home.attention.end_asked.detail': NoArguments
  'portal.home.attention.profile_rejected': NoArguments
  'portal.home.attention.profile_rejected.detail': NoArguments
  'portal.home.attention.profile_waits': NoArguments
  'portal.home.attention.profile_waits.detail': NoArguments
  'portal.home.attention.undelivered': { count: number }
  'portal.home.attention.undelivered.detail': { days: string }
  'portal.home.attention.unanswered': { after: string; count: number }
  'portal.home.attention.unanswered.detail': NoArguments
  'portal.home.attention.lost': { count: number }
  'portal.home.attention.lost.detail': { days: string }
  'portal.home.attention.declined': { count: number }
  'portal.home.attention.declined.detail': { days: string }
  'portal.home.attention.no_second_factor': { count: number }
  'portal.home.attention.no_second_factor.detail': NoArguments
  'portal.home.attention.profile_reviewed': NoArguments
  'portal.home.attention.profile_reviewed.detail': NoArguments
  'portal.home.nothing.title': NoArguments
  'portal.home.nothing.text': NoArguments
  'portal.home.no_role.title': NoArguments
  'portal.home.no_role.text': NoArguments
  'portal.home.new.title': NoArguments
  'portal.home.new.text': { cloud: string }
  'portal.home.new.send': NoArguments
  'portal.home.new.send.text': NoArguments
  'portal.home.new.accept': NoArguments
  'portal.home.new.accept.text': NoArguments
  'portal.home.new.manage': NoArguments
  'portal.home.new.manage.text': NoArguments
  'portal.home.new.not_allowed': { roles: string }
  'portal.home.figures': NoArguments
  'portal.home.figure.customers': NoArguments
  'portal.home.figure.customers.added': { count: number; days: string }
  'portal.home.figure.added': { days: string }
  'portal.home.figure.missing': NoArguments
  'portal.home.figure.missing.of': { total: number }
  'portal.home.figure.requests': { days: string }
  'portal.home.trend.more': { count: number; days: string }
  'portal.home.trend.fewer': { count: number; days: string }
  'portal.home.trend.same': { days: string }
  'portal.customers.title': NoArguments
  'portal.customers.intro': NoArguments
  'portal.customers.request': NoArguments
  'portal.customers.request.not_allowed': { roles: string }
  'portal.customers.table': NoArguments
  'portal.customers.column.name': NoArguments
  'portal.customers.column.privileges': NoArguments
  'portal.customers.column.since': NoArguments
  'portal.customers.column.details': NoArguments
  'portal.customers.details': { customer: string }
  'portal.customers.search': NoArguments
  'portal.customers.search.hint': NoArguments
  'portal.customers.count': { count: number }
  'portal.customers.count.of': { count: number; total: number }
  'portal.customers.count.of_many': { count: number; most: number }
  'portal.customers.count.more': { most: number }
  'portal.filters': { count: number }
  'portal.customers.filter.service': NoArguments
  'portal.customers.filter.service.all': NoArguments
  'portal.customers.filter.missing': NoArguments
  'portal.customers.filter.missing.all': NoArguments
  'portal.customers.filter.missing.any': NoArguments
  'portal.customers.filter.country.all': NoArguments
  'portal.customers.filter.since': NoArguments
  'portal.customers.filter.since.all': NoArguments
  'portal.customers.filter.since.days': { count: string }
  'portal.customers.filter.lost': NoArguments
  'portal.customers.filter.clear': NoArguments
  'portal.customers.updated': NoArguments
  'portal.customers.live_needs_javascript': NoArguments
  'portal.customers.empty.title': NoArguments
  'portal.customers.empty.text': NoArguments
  'portal.end_requests.title': NoArguments
  'portal.end_requests.intro': NoArguments
  'portal.end_requests.empty.title': NoArguments
  'portal.end_requests.empty.text': NoArguments
  'portal.end_request.title': { customer: string }
  'portal.end_request.notice': { customer: string; date: string }
  'portal.end_request.open': NoArguments
  'portal.end_request.about': { customer: string }
  'portal.end_request.answer.explain': NoArguments
  'portal.end_request.answer.agree': NoArguments
  'portal.end_request.text': NoArguments
  'portal.end_request.text.hint': { customer: string }
  'portal.end_request.submit': NoArguments
  'portal.end_request.not_allowed': { roles: string }
  'portal.end_request.agreed': { customer: string }
  'portal.end_request.remove': NoArguments
  'portal.end_request.done.agree': { customer: string }
  'portal.end_request.done.explain': { customer: string }
  'portal.customers.no_match.title': { search: string }
  'portal.customers.no_match.filters.title': NoArguments
  'portal.customers.no_match.filters.text': NoArguments
  'portal.customer.area.overview': NoArguments
  'portal.customer.area.closed.missing_permission': { roles: string }
  'portal.customer.area.closed.not_granted': NoArguments
  'portal.customer.area.closed.frozen': NoArguments
  'portal.customer.area.closed.removed': NoArguments
  'portal.customer.back': NoArguments
  'portal.customer.account.title': NoArguments
  'portal.customer.remove': NoArguments
  'portal.customer.remove.not_allowed': { roles: string }
  'portal.customer.removed.title': { when: string }
  'portal.customer.removed.by': { name: string }
  'portal.customer.removed.kept': { services: string }
  'portal.customer.removed.again': NoArguments
  'portal.customer.removed.done': NoArguments
  'portal.removal.title': { customer: string }
  'portal.removal.live': NoArguments
  'portal.removal.live.none': NoArguments
  'portal.removal.live.privileges': { services: string }
  'portal.removal.live.request': { by: string; when: string }
  'portal.removal.blocked': { cloud: string }
  'portal.removal.consequences': NoArguments
  'portal.removal.leaves': { customer: string }
  'portal.removal.keep': { services: string }
  'portal.removal.revoke': { services: string }
  'portal.removal.requests': NoArguments
  'portal.removal.data': NoArguments
  'portal.removal.statement': NoArguments
  'portal.removal.submit': NoArguments
  'portal.attestation.faith': { company: string }
  'portal.attestation.harmless': { cloud: string }
  'portal.attestation.notice': NoArguments
  'portal.attestation.confirm': NoArguments
  'portal.partnership.resellers.title': NoArguments
  'portal.partnership.resellers.intro': NoArguments
  'portal.partnership.resellers.count': { count: number }
  'portal.partnership.resellers.back': NoArguments
  'portal.partnership.resellers.search': NoArguments
  'portal.partnership.resellers.invite': NoArguments
  'portal.partnership.resellers.empty.title': NoArguments
  'portal.partnership.resellers.empty.text': NoArguments
  'portal.partnership.providers.title': NoArguments
  'portal.partnership.providers.intro': NoArguments
  'portal.partnership.providers.count': { count: number }
  'portal.partnership.providers.back': NoArguments
  'portal.partnership.providers.search': NoArguments
  'portal.partnership.providers.find': NoArguments
  'portal.partnership.providers.empty.title': NoArguments
  'portal.partnership.providers.empty.text': NoArguments
  'portal.partnership.search.hint': NoArguments
  'portal.partnership.none.title': { search: string }
  'portal.partnership.column.name': NoArguments
  'portal.partnership.column.since': NoArguments
  'portal.partnership.column.state': NoArguments
  'portal.partnership.column.access': NoArguments
  'portal.partnership.state.active': NoArguments
  'portal.partnership.state.suspended': NoArguments
  'portal.partnership.state.deauthorised': NoArguments
  'portal.partnership.state.removed': NoArguments
  'portal.partnership.access.yes': NoArguments
  'portal.partnership.access.no': NoArguments
  'portal.partnership.ended.us': { when: string }
  'portal.partnership.ended.other': { company: string; when: string }
  'portal.partnership.ended.again': NoArguments
  'portal.partnership.grants.title': NoArguments
  'portal.partnership.grants.orders': { provider: string; reseller: string }
  'portal.partnership.grants.access': { provider: string; reseller: string }
  'portal.partnership.grants.stays': { reseller: string }
  'portal.partnership.grants.customers': NoArguments
  'portal.partnership.facts.title': NoArguments
  'portal.partnership.facts.consent': NoArguments
  'portal.partnership.access.removed_on': { when: string }
  'portal.partnership.account.title': { company: string }
  'portal.partnership.account.text': { company: string }
  'portal.partnership.account.removed': { company: string }
  'portal.partnership.account.sentence': { company: string }
  'portal.partnership.users.factor': NoArguments
  'portal.partnership.users.factor.yes': NoArguments
  'portal.partnership.users.factor.no': NoArguments
  'portal.partnership.users.search': NoArguments
  'portal.partnership.users.since': NoArguments
  'portal.partnership.account.roles': { roles: string }
  'portal.partnership.remove_access.title': NoArguments
  'portal.partnership.remove_access.text': { company: string }
  'portal.partnership.remove_access.none': { company: string }
  'portal.partnership.remove_access.submit': NoArguments
  'portal.partnership.remove_access.done': NoArguments
  'portal.partnership.remove.title': { company: string }
  'portal.partnership.remove.section': NoArguments
  'portal.partnership.remove.text': NoArguments
  'portal.partnership.remove.submit': NoArguments
  'portal.partnership.remove.consequences': NoArguments
  'portal.partnership.remove.lists': { company: string }
  'portal.partnership.remove.customers': NoArguments
  'portal.partnership.remove.access': NoArguments
  'portal.partnership.remove.joint': NoArguments
  'portal.partnership.remove.mail': NoArguments
  'portal.partnership.removed': { company: string }
  'portal.partnership.consent.title': { provider: string }
  'portal.partnership.consent.sentence': { cloud: string; provider: string; reseller: string }
  'portal.partnership.consent.who': NoArguments
  'portal.partnership.consent.grants': NoArguments
  'portal.partnership.consent.agree': { provider: string; reseller: string }
  'portal.partnership.consent.submit': NoArguments
  'portal.partnership.consent.tick': NoArguments
  'portal.partnership.consent.decline': NoArguments
  'portal.partnership.consent.declined': { provider: string }
  'portal.partnership.consent.already': { provider: string }
  'portal.partnership.consent.restore': { provider: string }
  'portal.partnership.consent.open': NoArguments
  'portal.partnership.consent.unavailable': NoArguments
  'portal.partnership.consent.done': { provider: string }
  'portal.former.title': NoArguments
  'portal.former.current': NoArguments
  'portal.former.views': NoArguments
  'portal.former.intro': NoArguments
  'portal.former.search': NoArguments
  'portal.former.table': NoArguments
  'portal.former.column.removed': NoArguments
  'portal.former.column.by': NoArguments
  'portal.former.column.kept': NoArguments
  'portal.former.empty.title': NoArguments
  'portal.former.empty.text': NoArguments
  'portal.former.no_match.title': { search: string }
  'portal.customer.account.name': NoArguments
  'portal.customer.account.name.stated': NoArguments
  'portal.customer.account.customer_id': NoArguments
  'portal.customer.account.domain.confirmed': NoArguments
  'portal.customer.account.domain.none': NoArguments
  'portal.customer.account.since': NoArguments
  'portal.customer.account.origin': NoArguments
  'portal.customer.account.origin.acceptance': NoArguments
  'portal.customer.account.origin.created': NoArguments
  'portal.customer.account.origin.import': NoArguments
  'portal.customer.account.agreement': NoArguments
  'portal.customer.account.agreement.accepted': { agreement: string; version: string; when: string }
  'portal.customer.account.agreement.none': NoArguments
  'portal.customer.services.title': NoArguments
  'portal.customer.services.granted': { date: string }
  'portal.customer.services.not_granted': NoArguments
  'portal.customer.services.taken_away': { when: string }
  'portal.customer.ask': NoArguments
  'portal.customer.ask.not_allowed': { roles: string }
  'portal.frozen.title': { date: string }
  'portal.frozen.text': NoArguments
  'portal.customer.services.frozen': { date: string }
  'portal.open': NoArguments
  'portal.open.of': { service: string }
  'portal.open.title': { customer: string; service: string }
  'portal.open.role': { roles: string }
  'portal.open.roles': { roles: string }
  'portal.open.refused': { service: string }
  'portal.open.reason': NoArguments
  'portal.open.reason.asked': { customer: string }
  'portal.open.reason.required': { customer: string }
  'portal.open.text': { customer: string; service: string }
  'portal.open.left.title': { service: string }
  'portal.open.left.text': { host: string }
  'portal.open.left.go': { host: string }
  'portal.request.privileges.frozen': NoArguments
  'portal.customer.responsibility': { agreement: string }
  'portal.request.title': NoArguments
  'portal.request.title.with_provider': { partner: string }
  'portal.request.title.with_reseller': { partner: string }
  'portal.request.with_provider.text': { partner: string }
  'portal.request.with_reseller.text': { partner: string }
  'portal.request.title.missing': { customer: string }
  'portal.request.title.resellers': NoArguments
  'portal.request.privileges.resellers': NoArguments
  'portal.request.intro': NoArguments
  'portal.request.intro.fixed': { cloud: string }
  'portal.request.end_instead': NoArguments
  'portal.request.draft.title': NoArguments
  'portal.request.options.title': NoArguments
  'portal.request.options.apply': NoArguments
  'portal.request.options.apply.hint': NoArguments
  'portal.request.privileges': NoArguments
  'portal.request.privileges.hint': NoArguments
  'portal.request.privileges.not_allowed': { roles: string }
  'portal.request.privileges.always': { cloud: string }
  'portal.request.language': NoArguments
  'portal.request.language.hint': NoArguments
  'portal.request.subject': NoArguments
  'portal.request.paragraph': { number: string }
  'portal.request.paragraph.removable': NoArguments
  'portal.request.paragraph.locked': { cloud: string }
  'portal.request.link': NoArguments
  'portal.request.link.hint': NoArguments
  'portal.request.hand_over.title': NoArguments
  'portal.request.copy': NoArguments
  'portal.request.copy.hint': NoArguments
  'portal.request.open_in_app': NoArguments
  'portal.request.open_in_app.shortened': NoArguments
  'portal.request.open_in_app.shorter': NoArguments
  'portal.request.needs_javascript': { send: string }
  'portal.request.when': NoArguments
  'portal.request.copy.needs_javascript': NoArguments
  'portal.request.send': NoArguments
  'portal.request.send.hint': { cloud: string; email: string; seconds: string }
  'portal.request.foreign_links': NoArguments
  'portal.request.foreign_links.text': { count: number }
  'portal.request.foreign_links.confirm': { count: number }
  'portal.request.recipients': NoArguments
  'portal.request.recipients.hint': { most: number }
  'portal.request.done': NoArguments
  'portal.request.done.hint': NoArguments
  'portal.request.done.noted': NoArguments
  'portal.request.sent.title': NoArguments
  'portal.request.sent.text': { count: number }
  'portal.request.sent.another': NoArguments
  'portal.request.sent.undo': { seconds: string }
  'portal.request.sent.toast': { count: number }
  'portal.request.progress': { all: number; done: number }
  'portal.request.finished': { all: number }
  'portal.request.finished.undelivered': { all: number; undelivered: number }
  'portal.request.finished.open': NoArguments
  'portal.request.withdrawn.title': NoArguments
  'portal.request.withdrawn.draft': NoArguments
  'portal.request.withdrawn.text': { count: number }
  'portal.recipient.status.queued': NoArguments
  'portal.recipient.status.sent': NoArguments
  'portal.recipient.status.delivered': NoArguments
  'portal.recipient.status.bounced': NoArguments
  'portal.recipient.status.complained': NoArguments
  'portal.recipient.status.bounced.hint': NoArguments
  'portal.recipient.status.complained.hint': NoArguments
  'portal.recipient.status.unsent': NoArguments
  'portal.recipient.status.unsent.hint': NoArguments
  'portal.recipient.status.withdrawn': NoArguments
  'portal.recipient.status.withdrawn.hint': NoArguments
  'portal.recipient.status.failed': NoArguments
  'portal.recipient.status.failed.hint': NoArguments
  'portal.recipient.status.suppressed': NoArguments
  'portal.recipient.status.suppressed.hint': NoArguments
  'portal.recipient.replaced': { address: string }
  'portal.recipient.send_again.title': NoArguments
  'portal.recipient.send_again.address': NoArguments
  'portal.recipient.send_again.send': NoArguments
  'portal.recipient.status.at': { status: string; time: string }
  'portal.recipient.accepted': { customer: string; when: string }
  'portal.recipient.not_accepted': NoArguments
  'portal.requests.title': NoArguments
  'portal.requests.intro': NoArguments
  'portal.requests.table': NoArguments
  'portal.requests.column.when': NoArguments
  'portal.requests.column.asked': NoArguments
  'portal.log_entry.prepared': NoArguments
  'portal.log_entry.sent': NoArguments
  'portal.requests.recipients.own_mailbox': NoArguments
  'portal.requests.with_privileges': NoArguments
  'portal.requests.without_privileges': NoArguments
  'portal.requests.updated': NoArguments
  'portal.requests.empty.title': NoArguments
  'portal.requests.empty.text': NoArguments
  'portal.requests.show.all': NoArguments
  'portal.requests.show.undelivered': { days: string }
  'portal.requests.show.unanswered': { after: string }
  'portal.requests.show.declined': { days: string }
  'portal.requests.no_match.title': NoArguments
  'portal.requests.no_match.text': NoArguments
  'portal.log_entry.title': { date: string }
  'portal.log_entry.back': NoArguments
  'portal.log_entry.language': NoArguments
  'portal.log_entry.text.gone': NoArguments
  'portal.log_entry.text.link_withheld': { roles: string }
  'portal.request.draft.hint': NoArguments
  'portal.request.link.restored': NoArguments
  'portal.request.renewed': NoArguments
  'portal.request.unavailable.title': NoArguments
  'portal.request.hand_over.self': NoArguments
  'portal.request.hand_over.us': { cloud: string }
  'portal.suspended.title': { cloud: string; partner: string }
  'portal.suspended.text': NoArguments
  'portal.suspended.told': NoArguments
  'portal.requests.live_needs_javascript': NoArguments
  'portal.log_entry.mail': NoArguments
  'portal.log_entry.recipients': NoArguments
  'portal.nav.settings': NoArguments
  'portal.nav.billing': NoArguments
  'portal.nav.users': NoArguments
  'portal.settings.intro': NoArguments
  'portal.notice.title': { date: string }
  'portal.notice.reason': { reason: string }
  'portal.notice.text': NoArguments
  'portal.settings.users.text': NoArguments
  'portal.settings.state.users': { count: number }
  'portal.settings.state.profile': NoArguments
  'portal.settings.state.factor.required': NoArguments
  'portal.settings.state.factor.optional': NoArguments
  'portal.settings.state.directory.none': NoArguments
  'portal.settings.state.directory.untested': { host: string }
  'portal.settings.state.directory.off': { host: string }
  'portal.settings.state.directory.on': { host: string }
  'portal.settings.state.agreement': { version: string; when: string }
  'portal.settings.state.activity': { time: string }
  'portal.settings.not_allowed': { admins: string; count: number; roles: string }
  'portal.sign_in.directory': NoArguments
  'portal.nav.profile': NoArguments
  'portal.nav.sign_in': NoArguments
  'portal.nav.agreement': NoArguments
  'portal.nav.another_account': NoArguments
  'portal.nav.activity': NoArguments
  'portal.nav.resellers': NoArguments
  'portal.nav.providers': NoArguments
  'portal.settings.profile.text': NoArguments
  'portal.settings.sign_in.text': NoArguments
  'portal.settings.agreement.text': NoArguments
  'portal.settings.another_account.text': NoArguments
  'portal.settings.activity.text': NoArguments
  'portal.sign_in.enrol': NoArguments
  'portal.sign_in.enrol.link': NoArguments
  'portal.toasts.label': NoArguments
  'portal.toasts.close': NoArguments
  'portal.toasts.failed': NoArguments
  'portal.filters.cleared': NoArguments
  'portal.requests.link_revoked': NoArguments
  'portal.requests.joint': { partner: string }
  'portal.requests.partnership': NoArguments
  'portal.log_entry.link_revoked': { when: string }
  'portal.log_entry.partnership_ended': { partner: string }
  'portal.log_entry.joint': NoArguments
  'portal.search.open': NoArguments
  'portal.search.keys': NoArguments
  'portal.request.to': NoArguments
  'portal.request.recipients.chips_hint': { most: number }
  'portal.request.recipients.reference': { address: string }
  'portal.request.recipients.reference.short': NoArguments
  'portal.request.recipients.broken': NoArguments
  'portal.request.recipients.remove': { address: string }
  'portal.request.recipients.removed': { address: string }
  'portal.request.recipients.of': { given: number; most: number }
  'portal.request.recipients.over': { given: number; most: number; over: number }
  'portal.request.recipients.to_mend': { count: number }
  'portal.request.paragraph.needed': NoArguments
  'portal.request.paragraph.left_out': NoArguments
  'portal.request.edited': NoArguments
  'portal.request.reset': NoArguments
  'portal.request.reset.part': NoArguments
  'portal.request.reset.done': NoArguments
  'portal.request.copy.subject': NoArguments
  'portal.request.copy.link': NoArguments
  'portal.request.prepared_for': NoArguments
  'portal.request.prepared_for.hint': NoArguments
  'portal.request.language.kept': NoArguments
  'portal.preview.title': NoArguments
  'portal.preview.format': NoArguments
  'portal.preview.format.html': NoArguments
  'portal.preview.format.text': NoArguments
  'portal.preview.hint': NoArguments
  'portal.changes.title': NoArguments
  'portal.changes.count': { count: number }
  'portal.changes.inserted': NoArguments
  'portal.changes.deleted': NoArguments
  'portal.changes.unknown': NoArguments
  'portal.conflict.title': NoArguments
  'portal.conflict.mine': NoArguments
  'portal.conflict.theirs': { person: string }
  'portal.conflict.no_script': NoArguments
  'portal.conflict.joined': NoArguments
  'portal.saving.idle': NoArguments
  'portal.saving.saving': NoArguments
  'portal.saving.saved': NoArguments
  'portal.saving.failed': NoArguments
  'portal.saving.leave': NoArguments
  'portal.saving.save': NoArguments
  'portal.drafts.title': { count: number }
  'portal.drafts.saved': { person: string; time: string }
  'portal.drafts.untitled': NoArguments
  'portal.drafts.discard': NoArguments
  'portal.drafts.discarded': NoArguments
  'portal.drafts.gone': NoArguments
  'portal.drafts.privileges': NoArguments
  'portal.drafts.new': NoArguments
  'portal.requests.prepared_for': { name: string }
  'portal.recipient.reference': { reference: string }
  'portal.requests.search': NoArguments
  'portal.requests.search.hint': NoArguments
  'portal.requests.filter.author': NoArguments
  'portal.requests.filter.author.all': NoArguments
  'portal.requests.tabs': NoArguments
  'portal.requests.tab.all': NoArguments
  'portal.requests.state.waiting': NoArguments
  'portal.requests.state.bounced': NoArguments
  'portal.requests.state.accepted': NoArguments
  'portal.requests.state.declined': NoArguments
  'portal.requests.state.revoked': NoArguments
  'portal.requests.state.withdrawn': NoArguments
  'portal.requests.state.prepared': NoArguments
  'portal.requests.state.revoked.hint': NoArguments
  'portal.requests.state.revoked.hint_joint': NoArguments
  'portal.requests.state.prepared.hint': { author: string }
  'portal.requests.by_domain': { domain: string }
  'portal.requests.again': { status: string }
  'portal.requests.column.recipient': NoArguments
  'portal.requests.column.state': NoArguments
  'portal.requests.column.author': NoArguments
  'portal.requests.correct': { address: string }
  'portal.requests.statuses.hint': NoArguments
  'portal.requests.count': { count: number }
  'portal.requests.remind': NoArguments
  'portal.requests.remind.one': { address: string }
  'portal.requests.remind.all': { count: number }
  'portal.requests.reminded': { all: number; reminded: number }
  'portal.requests.reminded.wait': { count: number; time: string }
  'portal.requests.reminded.left_out': { count: number }
  'portal.nav.provider': NoArguments
  'portal.settings.provider.text': NoArguments
  'portal.shared_customers.title': { partner: string }
  'portal.shared_customers.intro': NoArguments
  'portal.shared_customers.table': NoArguments
  'portal.shared_customers.view': NoArguments
  'portal.shared_customers.invite': NoArguments
  'portal.shared_customers.empty.title': NoArguments
  'portal.shared_customers.empty.text': NoArguments
  'portal.shared_customers.count': { count: number }
  'portal.customers.column.alias': NoArguments
  'portal.customers.column.tags': NoArguments
  'portal.customers.column.origin': NoArguments
  'portal.customers.columns': NoArguments
  'portal.customers.columns.submit': NoArguments
  'portal.customers.filter.missing.all_of_them': NoArguments
  'portal.customers.filter.origin.all': NoArguments
  'portal.customers.filter.tag': NoArguments
  'portal.customers.filter.tag.all': NoArguments
  'portal.customers.filter.requests': NoArguments
  'portal.customers.filter.requests.all': NoArguments
  'portal.customers.filter.requests.open': NoArguments
  'portal.customers.select': { customer: string }
  'portal.customers.label': NoArguments
  'portal.customers.views': NoArguments
  'portal.customers.views.all': NoArguments
  'portal.customers.views.manage': NoArguments
  'portal.customers.views.name': NoArguments
  'portal.customers.views.name.hint': NoArguments
  'portal.customers.views.save': NoArguments
  'portal.customers.views.saved': NoArguments
  'portal.customers.views.delete': { name: string }
  'portal.customers.views.deleted': NoArguments
  'portal.customers.tag_all': NoArguments
  'portal.tags.title': NoArguments
  'portal.tags.intro': { count: number }
  'portal.tags.filters': NoArguments
  'portal.tags.none': NoArguments
  'portal.tags.hint': NoArguments
  'portal.tags.submit': { count: number }
  'portal.tags.nothing': NoArguments
  'portal.tags.nobody': NoArguments
  'portal.labels.title': NoArguments
  'portal.labels.intro': NoArguments
  'portal.labels.alias': { customer: string }
  'portal.labels.tags.now': { tags: string }
  'portal.labels.tags.none': NoArguments
  'portal.labels.add': NoArguments
  'portal.labels.remove': NoArguments
  'portal.labels.hint': NoArguments
  'portal.labels.submit': NoArguments
  'portal.labels.done': { count: number }
  'portal.labels.nobody': NoArguments
  'portal.customers.export': NoArguments
  'portal.export.title': NoArguments
  'portal.export.intro': NoArguments
  'portal.export.progress': { all: number; done: number }
  'portal.export.starting': NoArguments
  'portal.export.leave': NoArguments
  'portal.export.refresh': NoArguments
  'portal.export.done': { count: number }
  'portal.export.kept': NoArguments
  'portal.export.download': NoArguments
  'portal.export.none.title': NoArguments
  'portal.export.none.text': NoArguments
  'portal.nav.business_profile': NoArguments
  'portal.settings.business_profile.text': NoArguments
  'portal.imports.title': NoArguments
  'portal.imports.intro': NoArguments
  'portal.imports.back': NoArguments
  'portal.imports.upload.title': NoArguments
  'portal.imports.kind': NoArguments
  'portal.imports.kind.invite': NoArguments
  'portal.imports.kind.invite.hint': NoArguments
  'portal.imports.kind.invite.off': { cloud: string }
  'portal.imports.kind.add': NoArguments
  'portal.imports.kind.add.hint': NoArguments
  'portal.imports.kind.add.off': { cloud: string }
  'portal.imports.file': NoArguments
  'portal.imports.file.hint': { rows: string; size: string }
  'portal.imports.file.too_large': NoArguments
  'portal.imports.upload.submit': NoArguments
  'portal.imports.table': NoArguments
  'portal.imports.column.file': NoArguments
  'portal.imports.column.rows': NoArguments
  'portal.imports.column.state': NoArguments
  'portal.imports.column.by': NoArguments
  'portal.imports.column.created': NoArguments
  'portal.imports.state.uploaded': NoArguments
  'portal.imports.state.checking': NoArguments
  'portal.imports.state.checked': NoArguments
  'portal.imports.state.taking': NoArguments
  'portal.imports.state.finished': NoArguments
  'portal.imports.state.cancelled': NoArguments
  'portal.imports.empty.title': NoArguments
  'portal.imports.empty.text': NoArguments
  'portal.imports.map.title': NoArguments
  'portal.imports.map.intro': NoArguments
  'portal.imports.map.none': NoArguments
  'portal.imports.map.language': NoArguments
  'portal.imports.map.privileges': NoArguments
  'portal.imports.map.submit': NoArguments
  'portal.imports.map.again': NoArguments
  'portal.imports.sample': NoArguments
  'portal.imports.column_number': { number: string }
  'portal.imports.field.email': NoArguments
  'portal.imports.field.language': NoArguments
  'portal.imports.field.reference': NoArguments
  'portal.imports.field.name': NoArguments
  'portal.imports.field.country': NoArguments
  'portal.imports.field.tenant': NoArguments
  'portal.imports.field.admin': NoArguments
  'portal.imports.progress.checking': { all: number; done: number }
  'portal.imports.progress.taking': { all: number; done: number }
  'portal.imports.leave': NoArguments
  'portal.imports.refresh': NoArguments
  'portal.imports.counts': NoArguments
  'portal.imports.count.good': NoArguments
  'portal.imports.count.bad': NoArguments
  'portal.imports.count.known.invite': NoArguments
  'portal.imports.count.known.add': NoArguments
  'portal.imports.count.taken.invite': NoArguments
  'portal.imports.count.taken.add': NoArguments
  'portal.imports.leaving': { date: string; today: number }
  'portal.imports.leaving.why': { count: number; domain: number }
  'portal.imports.take.invite': { count: number }
  'portal.imports.take.add': { count: number }
  'portal.imports.take.none': NoArguments
  'portal.imports.cancel': NoArguments
  'portal.imports.cancel.hint': NoArguments
  'portal.imports.bad.title': NoArguments
  'portal.imports.bad.intro': NoArguments
  'portal.imports.bad.row': { row: string }
  'portal.imports.bad.save': NoArguments
  'portal.imports.bad.save_of': { row: string }
  'portal.imports.bad.whole': NoArguments
  'portal.imports.bad.first': NoArguments
  'portal.imports.bad.next': NoArguments
  'portal.imports.bad.pages': NoArguments
  'portal.imports.rest': NoArguments
  'portal.imports.rest.problem': NoArguments
  'portal.imports.done.finished': NoArguments
  'portal.imports.done.cancelled': NoArguments
  'portal.imports.done.passwords': NoArguments
  'portal.imports.fault.missing': NoArguments
  'portal.imports.fault.unreadable': NoArguments
  'portal.imports.fault.unknown_language': NoArguments
  'portal.imports.fault.country_not_allowed': NoArguments
  'portal.imports.fault.twice': { first: string }
  'portal.imports.fault.refusing': NoArguments
  'portal.imports.fault.name_taken': NoArguments
  'portal.imports.fault.too_many_fields': NoArguments
  'portal.imports.many': NoArguments
  'portal.add_customer.title': NoArguments
  'portal.add_customer.intro': NoArguments
  'portal.add_customer.no_privileges.title': NoArguments
  'portal.add_customer.no_privileges.text': NoArguments
  'portal.add_customer.legal_name': NoArguments
  'portal.add_customer.tenant': NoArguments
  'portal.add_customer.tenant.hint': { domain: string }
  'portal.add_customer.admin_name': NoArguments
  'portal.add_customer.reseller': NoArguments
  'portal.add_customer.reseller.none': NoArguments
  'portal.add_customer.submit': NoArguments
  'portal.add_customer.added': { customer: string }
  'portal.add_customer.open': NoArguments
  'portal.add_customer.not_allowed': { roles: string }
  'portal.first_admin.title': NoArguments
  'portal.first_admin.intro': NoArguments
  'portal.first_admin.state.none': NoArguments
  'portal.first_admin.state.waiting': { time: string }
  'portal.first_admin.state.own': NoArguments
  'portal.first_admin.submit': NoArguments
  'portal.first_admin.made': { name: string }
  'portal.first_admin.state': NoArguments
  'portal.request.after.support': NoArguments
  'portal.request.after.remove': NoArguments
  'portal.request.after': NoArguments
  'portal.removal.live.subscription': { offer: string; seats: number }
  'portal.removal.live.more': NoArguments
  'portal.removal.subscriptions': NoArguments
  'portal.home.attention.referrals': { count: number }
  'portal.home.attention.referrals.detail': NoArguments
  'portal.home.next': NoArguments
  'portal.partnership.refer': NoArguments
  'portal.home.next.account': NoArguments
  'portal.home.next.account.text': NoArguments
  'portal.home.next.customers': NoArguments
  'portal.home.next.customers.text': NoArguments
  'portal.home.next.business_profile': NoArguments
  'portal.home.next.business_profile.text': NoArguments
  'portal.home.next.incentives': NoArguments
  'portal.home.next.incentives.text': NoArguments
  'portal.customer.services.given_up': { when: string }
  'portal.give_up.list.title': NoArguments
  'portal.give_up.list.intro': NoArguments
  'portal.give_up.list.table': NoArguments
  'portal.give_up.choose': NoArguments
  'portal.give_up.not_allowed': { roles: string }
  'portal.give_up.empty.title': NoArguments
  'portal.give_up.empty.text': NoArguments
  'portal.give_up.title': NoArguments
  'portal.give_up.intro': NoArguments
  'portal.give_up.lost': NoArguments
  'portal.give_up.lost.areas': NoArguments
  'portal.give_up.stays': NoArguments
  'portal.give_up.back': NoArguments
  'portal.give_up.tell': NoArguments
  'portal.give_up.tell.hint': NoArguments
  'portal.give_up.submit': NoArguments
  'portal.give_up.none_chosen': NoArguments
  'portal.give_up.nobody': NoArguments
  'portal.give_up.nothing': { customer: string }
  'portal.give_up.done': NoArguments
  'portal.give_up.result.all': { services: string }
  'portal.give_up.result.part': { kept: string; services: string }
  'portal.give_up.result.gone': NoArguments
  'record.areas': NoArguments
  'record.subscriptions': NoArguments
  'record.subscriptions.offer': NoArguments
  'record.subscriptions.seats': NoArguments
  'record.subscriptions.term': NoArguments
  'record.subscriptions.state': NoArguments
  'record.subscriptions.state.all': NoArguments
  'record.subscriptions.of_record': NoArguments
  'record.subscriptions.since': NoArguments
  'record.subscriptions.add_on': NoArguments
  'record.subscriptions.search': NoArguments
  'record.subscriptions.search.hint': NoArguments
  'record.subscriptions.order': NoArguments
  'record.subscriptions.ask': NoArguments
  'record.subscriptions.no_order': { roles: string }
  'record.subscriptions.none': NoArguments
  'record.subscriptions.empty': NoArguments
  'record.subscriptions.empty.text': NoArguments
  'record.subscription.state.pending': NoArguments
  'record.subscription.state.active': NoArguments
  'record.subscription.state.suspended': NoArguments
  'record.subscription.state.canceled': NoArguments
  'record.subscription.state.failed': NoArguments
  'record.subscription.state.expired': NoArguments
  'record.subscription.state.disabled': NoArguments
  'record.subscription.state.deleted': NoArguments
  'record.term.P1M': NoArguments
  'record.term.P1Y': NoArguments
  'record.term.P3Y': NoArguments
  'record.subscription.seats': { assigned: number; seats: number }
  'record.subscription.seats_of': { seats: number }
  'record.subscription.ends': NoArguments
  'record.subscription.renews': NoArguments
  'record.subscription.back': NoArguments
  'record.subscription.facts': NoArguments
  'record.subscription.change': NoArguments
  'record.subscription.add_ons': NoArguments
  'record.subscription.history': NoArguments
  'record.subscription.other_seller': NoArguments
  'record.order.title': NoArguments
  'record.order.add_on': NoArguments
  'record.order.service': NoArguments
  'record.order.price': NoArguments
  'record.order.price_per': { price: string; term: string }
  'record.order.none': NoArguments
  'record.order.none.text': NoArguments
  'record.order.review': NoArguments
  'record.order.to_review': NoArguments
  'record.order.place': NoArguments
  'record.order.unit_price': NoArguments
  'record.order.total': NoArguments
  'record.order.range': { max: number; min: number }
  'record.order.reseller': NoArguments
  'record.order.reseller.hint': NoArguments
  'record.order.choose': NoArguments
  'record.order.provider': NoArguments
  'record.order.no_provider': NoArguments
  'record.change.quantity': NoArguments
  'record.change.transition': NoArguments
  'record.change.transition.label': NoArguments
  'record.change.migrate': NoArguments
  'record.change.migrate.label': NoArguments
  'record.change.partner_of_record': NoArguments
  'record.change.renewal': NoArguments
  'record.change.renewal_on': NoArguments
  'record.change.suspend': NoArguments
  'record.change.resume': NoArguments
  'record.change.cancel': NoArguments
  'record.change.add_on': NoArguments
  'record.change.not_now': NoArguments
  'record.change.review': { after: number; before: number; total: string }
  'record.change.done': NoArguments
  'record.change.done.pending': NoArguments
  'record.history.create': { after: number; offer: string }
  'record.history.quantity': { after: number; before: number }
  'record.history.transition': { offer: string }
  'record.history.migrate': { term: string }
  'record.history.partner_of_record': { company: string }
  'record.history.renewal': { renews: string }
  'record.history.suspend': NoArguments
  'record.history.resume': NoArguments
  'record.history.cancel': NoArguments
  'record.history.status.pending': NoArguments
  'record.history.status.failed': NoArguments
  'record.history.erased': NoArguments
  'record.asks.open': NoArguments
  'record.asks.sent': NoArguments
  'record.ask.from': { company: string; offer: string; seats: number }
  'record.ask.status.open': NoArguments
  'record.ask.status.ordered': NoArguments
  'record.ask.status.declined': NoArguments
  'record.ask.status.withdrawn': NoArguments
  'record.ask.order': NoArguments
  'record.ask.decline': NoArguments
  'record.ask.withdraw': NoArguments
  'record.ask.done.asked': NoArguments
  'record.ask.done.declined': NoArguments
  'record.ask.done.withdrawn': NoArguments
  'record.reason.go_on': NoArguments
  'record.users.title': NoArguments
  'record.users.table.deleted': NoArguments
  'record.users.search': NoArguments
  'record.users.add': NoArguments
  'record.users.create': NoArguments
  'record.users.created': { name: string }
  'record.users.back': NoArguments
  'record.users.present': NoArguments
  'record.users.deleted': NoArguments
  'record.users.none': NoArguments
  'record.users.none.text': NoArguments
  'record.users.no_match': NoArguments
  'record.users.no_match.text': NoArguments
  'record.users.deleted.none': NoArguments
  'record.users.deleted.none.text': NoArguments
  'record.users.role_needed': { roles: string }
  'record.users.waiting': NoArguments
  'record.users.field.name': NoArguments
  'record.users.field.user_name': NoArguments
  'record.users.field.user_name.hint': { domain: string }
  'record.users.field.roles': NoArguments
  'record.users.field.roles.hint': NoArguments
  'record.users.field.state': NoArguments
  'record.users.role.global_admin': NoArguments
  'record.users.role.user_admin': NoArguments
  'record.users.role.billing_admin': NoArguments
  'record.users.role.helpdesk_admin': NoArguments
  'record.users.state.creating': NoArguments
  'record.users.state.active': NoArguments
  'record.users.state.disabled': NoArguments
  'record.users.state.deleted': NoArguments
  'record.users.state.refused': NoArguments
  'record.users.refused.create': { code: string }
  'record.users.refused.change': { code: string }
  'record.users.once.warning': NoArguments
  'record.users.once.text': NoArguments
  'record.users.once.title': NoArguments
  'record.users.once.password': NoArguments
  'record.users.once.gone': NoArguments
  'record.users.once.gone.text': NoArguments
  'record.users.about': NoArguments
  'record.users.edit': NoArguments
  'record.users.reset': NoArguments
  'record.users.reset.text': NoArguments
  'record.users.reset.done': NoArguments
  'record.users.access': NoArguments
  'record.users.access.text': NoArguments
  'record.users.access.deleted': NoArguments
  'record.users.act.disable': NoArguments
  'record.users.act.enable': NoArguments
  'record.users.act.delete': NoArguments
  'record.users.act.restore': NoArguments
  'record.users.done.saved': NoArguments
  'record.users.done.disable': NoArguments
  'record.users.done.enable': NoArguments
  'record.users.done.delete': NoArguments
  'record.users.done.restore': NoArguments
  'record.licences.title': NoArguments
  'record.licences.none': NoArguments
  'record.licences.none.text': NoArguments
  'record.licences.subscription': NoArguments
  'record.licences.assigned': NoArguments
  'record.licences.seats': NoArguments
  'record.licences.free': NoArguments
  'record.licences.state.pending': NoArguments
  'record.licences.state.active': NoArguments
  'record.licences.state.suspended': NoArguments
  'record.licences.state.canceled': NoArguments
  'record.licences.state.failed': NoArguments
  'record.licences.state.expired': NoArguments
  'record.licences.state.disabled': NoArguments
  'record.licences.state.deleted': NoArguments
  'record.licences.back': NoArguments
  'record.licences.count': { assigned: number; free: number; seats: number }
  'record.licences.licence': NoArguments
  'record.licences.licence.none': NoArguments
  'record.licences.licence.assigning': NoArguments
  'record.licences.licence.assigned': NoArguments
  'record.licences.licence.taking': NoArguments
  'record.licences.assign': NoArguments
  'record.licences.take': NoArguments
  'record.licences.many': NoArguments
  'record.licences.names': NoArguments
  'record.licences.names.hint': { max: number }
  'record.licences.run.running': NoArguments
  'record.licences.run.last': NoArguments
  'record.licences.run.open': NoArguments
  'record.licences.run.title.assign': NoArguments
  'record.licences.run.title.take': NoArguments
  'record.licences.run.back': NoArguments
  'record.licences.run.progress': { done: number; total: number }
  'record.licences.run.leave': NoArguments
  'record.licences.run.cancel': NoArguments
  'record.licences.run.refresh': NoArguments
  'record.licences.run.done': { done: number; total: number }
  'record.licences.run.cancelled': NoArguments
  'record.licences.run.refused': { count: number }
  'record.licences.run.results': NoArguments
  'record.licences.run.more': NoArguments
  'record.licences.result': NoArguments
  'record.licences.result.done': NoArguments
  'record.licences.result.refused': NoArguments
  'record.licences.result.no_seat': NoArguments
  'record.licences.result.already_assigned': NoArguments
  'record.licences.result.not_assigned': NoArguments
  'record.licences.result.user_not_active': NoArguments
  'record.licences.result.subscription_not_active': NoArguments
  'record.licences.result.not_granted': NoArguments
  'record.licences.result.cancelled': NoArguments
  'record.billing.intro': NoArguments
  'record.billing.reseller': NoArguments
  'record.billing.months': NoArguments
  'record.billing.month': NoArguments
  'record.billing.statements': NoArguments
  'record.billing.total': NoArguments
  'record.billing.made': NoArguments
  'record.billing.customer': NoArguments
  'record.billing.billed_to': NoArguments
  'record.billing.search': NoArguments
  'record.billing.search.hint': NoArguments
  'record.billing.no_match': { search: string }
  'record.billing.of_month': { month: string }
  'record.billing.facts': NoArguments
  'record.billing.lines': NoArguments
  'record.billing.open_customer': NoArguments
  'record.billing.pdf': NoArguments
  'record.billing.csv': NoArguments
  'record.billing.rule': NoArguments
  'record.billing.empty.title': NoArguments
  'record.billing.empty.text': NoArguments
  'record.billing.line.day': NoArguments
  'record.billing.line.what': NoArguments
  'record.billing.line.kind': NoArguments
  'record.billing.line.until': NoArguments
  'record.billing.line.seats': NoArguments
  'record.billing.line.price': NoArguments
  'record.billing.line.days': NoArguments
  'record.billing.line.term_days': NoArguments
  'record.billing.line.days.of': { days: string; termDays: string }
  'record.billing.line.amount': NoArguments
  'record.billing.line.currency': NoArguments
  'record.billing.line.first_term': NoArguments
  'record.billing.line.renewal': NoArguments
  'record.billing.line.added': NoArguments
  'record.billing.line.removed': NoArguments
  'record.billing.line.moved': NoArguments
  'record.billing.line.canceled': NoArguments
  'record.agreement.signed': NoArguments
  'record.agreement.attested': NoArguments
  'record.agreement.attested.text': { agreement: string; name: string; version: string; when: string }
  'record.agreement.erased': NoArguments
  'record.agreement.contact': NoArguments
  'record.agreement.agreed_on': NoArguments
  'record.agreement.first_name': NoArguments
  'record.agreement.last_name': NoArguments
  'record.agreement.email.hint': NoArguments
  'record.agreement.read': { agreement: string; version: string }
  'record.agreement.attest': NoArguments
  'record.agreement.about': NoArguments
  'record.agreement.roles': { roles: string }
  'record.agreement.done': NoArguments
  'record.purchases.area': NoArguments
  'record.purchases.title': NoArguments
  'record.purchases.on': NoArguments
  'record.purchases.off': NoArguments
  'record.purchases.changed': { name: string; when: string }
  'record.purchases.about': NoArguments
  'record.purchases.allow': NoArguments
  'record.purchases.forbid': NoArguments
  'record.purchases.done.on': NoArguments
  'record.purchases.done.off': NoArguments
  'record.purchases.roles': { roles: string }
  'record.purchases.closed.reseller': NoArguments
  'record.purchases.closed.cloud': NoArguments
  'record.history.customer': NoArguments
  'record.support.title': NoArguments
  'record.support.who': NoArguments
  'record.support.assign': NoArguments
  'record.support.to_reseller': { reseller: string }
  'record.support.to_seller': NoArguments
  'record.support.done': NoArguments
  'record.support.about.direct_bill': NoArguments
  'record.support.about.indirect_provider': NoArguments
  'record.support.about.indirect_reseller': NoArguments
  'record.support.own': NoArguments
  'record.profile.title': NoArguments
  'record.profile.company': NoArguments
  'record.profile.billing': NoArguments
  'record.profile.company.edit': NoArguments
  'record.profile.billing.edit': NoArguments
  'record.profile.billing.name': NoArguments
  'record.profile.company.number': NoArguments
  'record.profile.billing.number': NoArguments
  'record.profile.address': NoArguments
  'record.profile.region': NoArguments
  'record.profile.contact': NoArguments
  'record.profile.company.language': NoArguments
  'record.profile.billing.language': NoArguments
  'record.profile.empty': NoArguments
  'record.profile.changed': { when: string }
  'record.profile.saved': NoArguments
  'record.profile.roles': { roles: string }
  'record.users.file.title': NoArguments
  'record.users.file': NoArguments
  'record.users.file.hint': { rows: number }
  'record.users.file.too_large': NoArguments
  'record.users.file.check': NoArguments
  'record.users.file.map': NoArguments
  'record.users.file.none': NoArguments
  'record.users.file.userName': NoArguments
  'record.users.file.displayName': NoArguments
  'record.users.file.roles': NoArguments
  'record.users.file.good': { count: number }
  'record.users.file.create': { count: number }
  'record.users.file.created': { count: number }
  'record.users.file.bad': { count: number }
  'record.users.file.problem': NoArguments
  'record.users.fault.missing': NoArguments
  'record.users.fault.unreadable': NoArguments
  'record.users.fault.unknown_role': NoArguments
  'record.users.fault.twice': { first: string }
  'record.users.fault.name_taken': NoArguments
  'record.users.fault.too_many_fields': NoArguments
  'record.users.once.many': NoArguments
  'record.users.once.many.text': NoArguments
  'record.users.once.download': NoArguments
  'service.title': NoArguments
  'service.intro': { cloud: string }
  'service.new': NoArguments
  'service.new.none': NoArguments
  'service.new.role': { roles: string }
  'service.redirect.title': NoArguments
  'service.redirect.text': { cloud: string }
  'service.column.title': NoArguments
  'service.column.partner': NoArguments
  'service.column.handler': NoArguments
  'service.field.customer': NoArguments
  'service.field.service': NoArguments
  'service.field.severity': NoArguments
  'service.field.status': NoArguments
  'service.field.changed': NoArguments
  'service.field.opened': NoArguments
  'service.field.requested_by': NoArguments
  'service.field.title': NoArguments
  'service.field.title.hint': NoArguments
  'service.field.text': NoArguments
  'service.field.text.hint': NoArguments
  'service.field.attachment': NoArguments
  'service.field.attachment.hint': NoArguments
  'service.field.message': NoArguments
  'service.field.caller': NoArguments
  'service.field.caller.hint': NoArguments
  'service.severity.critical': NoArguments
  'service.severity.moderate': NoArguments
  'service.severity.minimal': NoArguments
  'service.severity.critical.hint': NoArguments
  'service.severity.moderate.hint': NoArguments
  'service.severity.minimal.hint': NoArguments
  'service.status.open': NoArguments
  'service.status.attention_needed': NoArguments
  'service.status.closed': NoArguments
  'service.event.opened': { who: string }
  'service.event.answered': { who: string }
  'service.event.asked': { who: string }
  'service.event.replied': { who: string }
  'service.event.closed': { who: string }
  'service.event.reopened': { who: string }
  'service.operator': NoArguments
  'service.by_phone': NoArguments
  'service.by_phone.text': { name: string }
  'service.messages': NoArguments
  'service.reply': NoArguments
  'service.reply.title': NoArguments
  'service.close': NoArguments
  'service.reopen': NoArguments
  'service.reopen.about': NoArguments
  'service.submit': NoArguments
  'service.done.opened': NoArguments
  'service.done.said': NoArguments
  'service.done.closed': NoArguments
  'service.done.taken': NoArguments
  'service.search': NoArguments
  'service.search.hint': NoArguments
  'service.filter.any': NoArguments
  'service.filter.me': NoArguments
  'service.filter.nobody': NoArguments
  'service.empty.title': NoArguments
  'service.empty.text': NoArguments
  'service.no_match.title': NoArguments
  'service.queue.intro': NoArguments
  'service.take_over': NoArguments
  'service.answer': NoArguments
  'service.answer.title': NoArguments
  'service.ask': NoArguments
  'service.call.title': { customer: string }
  'service.call.open': NoArguments
  'service.call.intro': NoArguments
  'service.call.nobody': NoArguments
  'service.attachment.open': { name: string }
  'referral.field.company': NoArguments
  'referral.field.name': NoArguments
  'referral.field.email.hint': NoArguments
  'referral.field.contact.hint': NoArguments
  'referral.field.phone': NoArguments
  'referral.field.message': NoArguments
  'referral.field.message.hint': NoArguments
  'referral.ask.title': { partner: string }
  'referral.ask.intro': NoArguments
  'referral.ask.submit': NoArguments
  'referral.asked.text': NoArguments
  'referral.confirm.title': { partner: string }
  'referral.confirm.text': { partner: string }
  'referral.confirmed.title': NoArguments
  'referral.confirmed.text': { partner: string }
  'referral.intro': NoArguments
  'referral.sent.title': NoArguments
  'referral.sent.intro': NoArguments
  'referral.received.show': NoArguments
  'referral.sent.empty': NoArguments
  'referral.column.source': NoArguments
  'referral.column.reseller': NoArguments
  'referral.column.partner': NoArguments
  'referral.column.status': NoArguments
  'referral.column.deadline': NoArguments
  'referral.column.received': NoArguments
  'referral.source.directory': NoArguments
  'referral.source.operator': NoArguments
  'referral.source.provider': NoArguments
  'referral.status.new': NoArguments
  'referral.status.active': NoArguments
  'referral.status.won': NoArguments
  'referral.status.lost': NoArguments
  'referral.status.declined': NoArguments
  'referral.status.expired': NoArguments
  'referral.any': NoArguments
  'referral.no_match': NoArguments
  'referral.empty.title': NoArguments
  'referral.empty.text': NoArguments
  'referral.facts': NoArguments
  'referral.contact': NoArguments
  'referral.contact.later': NoArguments
  'referral.contact.never': NoArguments
  'referral.answer.new': NoArguments
  'referral.answer.new.text': NoArguments
  'referral.answer.active': NoArguments
  'referral.answer.active.text': NoArguments
  'referral.act.accept': NoArguments
  'referral.act.decline': NoArguments
  'referral.act.win': NoArguments
  'referral.act.lose': NoArguments
  'referral.done.accept': NoArguments
  'referral.done.decline': NoArguments
  'referral.done.win': NoArguments
  'referral.done.lose': NoArguments
  'referral.won.title': NoArguments
  'referral.won.text': NoArguments
  'referral.refer': NoArguments
  'referral.refer.title': { partner: string }
  'referral.refer.intro': NoArguments
  'referral.refer.operator': NoArguments
  'referral.refer.submit': NoArguments
  'referral.register.intro': NoArguments
  'referral.register.empty': NoArguments
  'referral.search': NoArguments
  'referral.search.hint': NoArguments
  'acceptance.invitation.title': { count: number; partners: string }
  'acceptance.invitation.intro': { cloud: string }
  'acceptance.party.title': NoArguments
  'acceptance.party.kind': NoArguments
  'acceptance.party.verification': NoArguments
  'acceptance.party.customer': NoArguments
  'acceptance.party.decides': NoArguments
  'acceptance.party.verified.hint': { cloud: string }
  'acceptance.party.not_verified.hint': NoArguments
  'acceptance.party.support': NoArguments
  'acceptance.party.support.of': { partner: string }
  'acceptance.asks.title': NoArguments
  'acceptance.asks.relationship': NoArguments
  'acceptance.asks.relationship.text': { partner: string }
  'acceptance.asks.privileges': NoArguments
  'acceptance.asks.privileges.text': { partner: string }
  'acceptance.asks.privileges.services': { services: string }
  'acceptance.asks.privileges.none': { partner: string }
  'acceptance.asks.provider': NoArguments
  'acceptance.asks.provider.text': { provider: string; reseller: string }
  'acceptance.asks.provider.privileges': { provider: string }
  'acceptance.asks.both': NoArguments
  'acceptance.agreement.title': NoArguments
  'acceptance.agreement.name': { agreement: string; version: string }
  'acceptance.agreement.read': NoArguments
  'acceptance.agreement.trustee': { cloud: string; trustee: string }
  'acceptance.invitation.next.title': NoArguments
  'acceptance.invitation.next.text': NoArguments
  'acceptance.invitation.served': { cloud: string; countries: string }
  'acceptance.invitation.not_served': NoArguments
  'acceptance.invitation.sign_in': NoArguments
  'acceptance.invitation.create_account': NoArguments
  'acceptance.invitation.review': NoArguments
  'acceptance.invitation.declined': { organisation: string; when: string }
  'acceptance.invitation.declined.not_served': { organisation: string; when: string }
  'acceptance.invitation.not_yours': NoArguments
  'acceptance.invitation.signed_in': { name: string; organisation: string }
  'acceptance.invitation.unexpected': NoArguments
  'acceptance.invitation.ask': NoArguments
  'acceptance.sign_up.title': NoArguments
  'acceptance.sign_up.intro': { cloud: string }
  'acceptance.sign_up.for_invitation': { partner: string }
  'acceptance.sign_up.organisation': NoArguments
  'acceptance.sign_up.organisation.hint': NoArguments
  'acceptance.sign_up.name.hint': NoArguments
  'acceptance.sign_up.email.hint': NoArguments
  'acceptance.sign_up.submit': NoArguments
  'acceptance.sign_up.sign_in': NoArguments
  'acceptance.check_mail.text': NoArguments
  'acceptance.check_mail.any_device': NoArguments
  'acceptance.check_mail.nothing': NoArguments
  'acceptance.confirm.title': NoArguments
  'acceptance.confirm.address': { email: string }
  'acceptance.confirm.then': NoArguments
  'acceptance.confirm.submit': NoArguments
  'acceptance.confirm.join_requested.title': NoArguments
  'acceptance.confirm.join_requested.text': NoArguments
  'acceptance.confirm.spent.title': NoArguments
  'acceptance.confirm.unknown.title': NoArguments
  'acceptance.security_contact.title': NoArguments
  'acceptance.security_contact.sentence': { email: string; organisation: string }
  'acceptance.security_contact.text': NoArguments
  'acceptance.security_contact.done.title': NoArguments
  'acceptance.security_contact.done.text': { email: string; organisation: string }
  'acceptance.review.title': { partners: string }
  'acceptance.review.parties.title': NoArguments
  'acceptance.review.intro': { organisation: string }
  'acceptance.review.services.title': NoArguments
  'acceptance.review.services.text': NoArguments
  'acceptance.review.service.free': { partner: string }
  'acceptance.review.service.held': { holder: string }
  'acceptance.review.service.keep': { holder: string }
  'acceptance.review.service.keep.hint': NoArguments
  'acceptance.review.service.move': { partner: string }
  'acceptance.review.service.move.hint': { holder: string }
  'acceptance.review.service.already': { partner: string }
  'acceptance.review.service.changed': NoArguments
  'acceptance.review.lasting': { partners: string }
  'acceptance.review.active': { partner: string }
  'acceptance.review.unchanged': { partner: string }
  'acceptance.review.removed': { partner: string }
  'acceptance.review.complete.title': { count: number; partners: string }
  'acceptance.review.complete.text': NoArguments
  'acceptance.review.agreement.title': NoArguments
  'acceptance.review.agreement.accept': NoArguments
  'acceptance.review.agreement.for': { agreement: string; organisation: string; version: string }
  'acceptance.renewal.title': NoArguments
  'acceptance.renewal.intro': NoArguments
  'acceptance.renewal.signed': { agreement: string; date: string; organisation: string; version: string }
  'acceptance.renewal.partners': NoArguments
  'acceptance.renewal.submit': NoArguments
  'acceptance.renewal.not_ticked': NoArguments
  'acceptance.renewal.is_signed': { organisation: string }
  'acceptance.renewal.no_partner': NoArguments
  'acceptance.renewal.deciders': NoArguments
  'acceptance.renewal.notice.title': NoArguments
  'acceptance.renewal.notice.text': { agreement: string; version: string }
  'acceptance.renewal.notice.open': NoArguments
  'acceptance.renewal.notice.ask': NoArguments
  'acceptance.renewal.done': { version: string }
  'acceptance.review.authorize': NoArguments
  'acceptance.review.decline.title': NoArguments
  'acceptance.review.decline': NoArguments
  'acceptance.review.decline.tell': NoArguments
  'acceptance.review.decline.tell_both': NoArguments
  'acceptance.review.decline.tell.hint': { count: number; partners: string }
  'acceptance.result.accepted.title': { count: number; partners: string }
  'acceptance.result.accepted.text': { organisation: string }
  'acceptance.result.restored.title': { partners: string }
  'acceptance.result.restored.text': { organisation: string }
  'acceptance.result.already.text': NoArguments
  'acceptance.result.holds': { partner: string; services: string }
  'acceptance.result.holds.none': { partner: string }
  'acceptance.result.granted': { partner: string; services: string }
  'acceptance.result.granted.none': NoArguments
  'acceptance.result.provider': { provider: string }
  'acceptance.result.unchanged': { partner: string }
  'acceptance.result.declined.title': NoArguments
  'acceptance.result.declined.text': { partners: string }
  'acceptance.result.declined.unchanged': { partner: string }
  'acceptance.result.declined.told': { partners: string }
  'acceptance.result.declined.not_told': { partners: string }
  'acceptance.result.next': NoArguments
  'acceptance.result.factor.title': NoArguments
  'acceptance.result.factor.text': NoArguments
  'acceptance.result.factor.later': NoArguments
  'acceptance.link_unknown.title': NoArguments
  'acceptance.link_revoked.title': NoArguments
  'acceptance.partner_not_active.title': NoArguments
  'acceptance.partnership_not_active.title': NoArguments
  'acceptance.holders_changed.title': NoArguments
  'acceptance.not_admin.title': NoArguments
  'acceptance.not_admin.text': { name: string; organisation: string }
  'acceptance.not_decider.title': NoArguments
  'acceptance.not_decider.text': { name: string; organisation: string }
  'acceptance.not_admin.whom': NoArguments
  'acceptance.not_admin.forward': NoArguments
  'acceptance.not_admin.nobody': NoArguments
  'acceptance.partners.title': NoArguments
  'acceptance.partner.ended': NoArguments
  'acceptance.partner.ended.held': { partner: string; services: string }
  'acceptance.partner.ended.none': { partner: string }
  'acceptance.partners.intro': { organisation: string }
  'acceptance.partners.column.since': NoArguments
  'acceptance.partners.column.agreement': NoArguments
  'acceptance.partners.services.of': { partner: string }
  'acceptance.partners.status.active': NoArguments
  'acceptance.partners.status.removed': NoArguments
  'acceptance.partners.service.not_held': NoArguments
  'acceptance.partners.no_privileges': { partner: string }
  'acceptance.partners.service.removed_by_customer': { when: string }
  'acceptance.partners.service.reassigned': { when: string }
  'acceptance.partners.service.removed_by_partner': { when: string }
  'acceptance.partners.service.removed_by_operator': { when: string }
  'acceptance.partners.frozen.title': { date: string }
  'acceptance.partners.frozen.text': { partner: string }
  'acceptance.partners.remove': NoArguments
  'acceptance.partners.remove.of': { partner: string }
  'acceptance.partners.removed.title': NoArguments
  'acceptance.partners.removed.text': { partner: string }
  'acceptance.remove_roles.title': { partner: string }
  'acceptance.remove_roles.intro': { partner: string }
  'acceptance.remove_roles.services': NoArguments
  'acceptance.remove_roles.service.before': { date: string }
  'acceptance.remove_roles.none_chosen': NoArguments
  'acceptance.remove_roles.not_confirmed': NoArguments
  'acceptance.remove_roles.stays.title': NoArguments
  'acceptance.remove_roles.stays.relationship': { partner: string }
  'acceptance.remove_roles.stays.duty': { partner: string }
  'acceptance.remove_roles.stays.agreement': NoArguments
  'acceptance.remove_roles.restore': NoArguments
  'acceptance.remove_roles.confirm': NoArguments
  'acceptance.remove_roles.cancel': NoArguments
  'acceptance.remove_roles.nothing': { partner: string }
  'acceptance.partners.column.partner': NoArguments
  'acceptance.partners.column.used': NoArguments
  'acceptance.partners.column.actions': NoArguments
  'acceptance.partners.table': NoArguments
  'acceptance.partners.search': NoArguments
  'acceptance.partners.search.hint': NoArguments
  'acceptance.partners.filter.label': NoArguments
  'acceptance.partners.filter.all': { count: string }
  'acceptance.partners.filter.holding': { count: string }
  'acceptance.partners.filter.nothing': { count: string }
  'acceptance.partners.filter.frozen': { count: string }
  'acceptance.partners.filter.former': { count: string }
  'acceptance.partners.filter.service': NoArguments
  'acceptance.partners.filter.service.all': NoArguments
  'acceptance.partners.no_match.title': NoArguments
  'acceptance.partners.no_match.text': NoArguments
  'acceptance.partners.cell.since': { date: string }
  'acceptance.partners.cell.frozen': NoArguments
  'acceptance.partners.cell.frozen.since': { date: string }
  'acceptance.partners.used': { when: string }
  'acceptance.partners.never_used': NoArguments
  'acceptance.partners.former': NoArguments
  'acceptance.partners.remove.service': { partner: string; service: string }
  'acceptance.partners.move': NoArguments
  'acceptance.partners.move.service': { partner: string; service: string }
  'acceptance.partners.give_back': NoArguments
  'acceptance.partners.give': NoArguments
  'acceptance.partners.give.of': { partner: string }
  'acceptance.partners.give.not_now': { partner: string }
  'acceptance.partners.remove_all': NoArguments
  'acceptance.partners.remove_all.of': NoArguments
  'acceptance.partners.moved.title': NoArguments
  'acceptance.partners.moved.text': { partner: string; services: string }
  'acceptance.partners.removed_all.title': NoArguments
  'acceptance.partners.removed_all.text': NoArguments
  'acceptance.partners.changes.title': NoArguments
  'acceptance.partners.changes.service': NoArguments
  'acceptance.partners.changes.now': NoArguments
  'acceptance.partners.changes.after': NoArguments
  'acceptance.partners.changes.nobody': NoArguments
  'acceptance.partners.changes.since': { date: string; partner: string }
  'acceptance.partners.told.title': NoArguments
  'acceptance.partners.told.partner': { partner: string }
  'acceptance.partners.told.each': NoArguments
  'acceptance.partners.told.receiver': { partner: string }
  'acceptance.partners.end': NoArguments
  'acceptance.partners.end.of': { partner: string }
  'acceptance.end.title': { partner: string }
  'acceptance.end.last': NoArguments
  'acceptance.end.effects': NoArguments
  'acceptance.end.effects.nothing': { partner: string }
  'acceptance.end.effects.answer': { partner: string }
  'acceptance.end.effects.mediation': NoArguments
  'acceptance.end.effects.withdraw': NoArguments
  'acceptance.end.privileges': NoArguments
  'acceptance.end.reason.hint': { partner: string }
  'acceptance.end.submit': NoArguments
  'acceptance.end.withdraw': NoArguments
  'acceptance.end.over': { partner: string }
  'acceptance.end.not_asked': { partner: string }
  'acceptance.end.done.asked': { partner: string }
  'acceptance.end.done.withdrawn': { partner: string }
  'acceptance.remove_all.title': NoArguments
  'acceptance.remove_all.intro': NoArguments
  'acceptance.remove_all.stays.relationship': NoArguments
  'acceptance.remove_all.stays.duty': NoArguments
  'acceptance.remove_all.confirm': NoArguments
  'acceptance.remove_all.nothing': NoArguments
  'acceptance.move_roles.title': { partner: string }
  'acceptance.move_roles.intro': NoArguments
  'acceptance.move_roles.services': NoArguments
  'acceptance.move_roles.to': NoArguments
  'acceptance.move_roles.to.placeholder': NoArguments
  'acceptance.move_roles.continue': NoArguments
  'acceptance.move_roles.nobody': NoArguments
  'acceptance.move_roles.choose': NoArguments
  'acceptance.move_roles.review.title': { partner: string }
  'acceptance.move_roles.review.intro': { former: string; partner: string }
  'acceptance.move_roles.stays.relationship': { former: string; partner: string }
  'acceptance.move_roles.agreement.same': { partner: string }
  'acceptance.move_roles.confirm': NoArguments
  'acceptance.move_roles.other': NoArguments
  'acceptance.give.title': { partner: string }
  'acceptance.give.text': { partner: string }
  'acceptance.partners.about': NoArguments
  'acceptance.partners.empty.others': NoArguments
  'acceptance.partners.deciders.title': NoArguments
  'acceptance.partners.deciders.text': NoArguments
  'acceptance.partners.empty.title': NoArguments
  'acceptance.partners.empty.text': NoArguments
  'acceptance.people.title': NoArguments
  'acceptance.people.intro': { organisation: string }
  'acceptance.people.requests.title': NoArguments
  'acceptance.people.requests.text': NoArguments
  'acceptance.people.requests.none': NoArguments
  'acceptance.people.approve_admin': NoArguments
  'acceptance.people.approve_admin.of': { name: string }
  'acceptance.people.approve_user': NoArguments
  'acceptance.people.approve_user.of': { name: string }
  'acceptance.people.decline': NoArguments
  'acceptance.people.decline.of': { name: string }
  'acceptance.people.admin.hint': NoArguments
  'acceptance.people.approved_admin': { name: string }
  'acceptance.people.approved_user': { name: string }
  'acceptance.people.declined': { name: string }
  'acceptance.people.members.title': NoArguments
  'acceptance.people.column.role': NoArguments
  'acceptance.people.column.status': NoArguments
  'acceptance.people.column.since': NoArguments
  'acceptance.people.column.decision': NoArguments
  'acceptance.people.role.global_admin': NoArguments
  'acceptance.people.role.relationship_manager': NoArguments
  'acceptance.people.role.user': NoArguments
  'acceptance.people.status.active': NoArguments
  'acceptance.people.status.requested': NoArguments
  'acceptance.people.status.declined': NoArguments
  'acceptance.people.status.removed': NoArguments
  'acceptance.people.you': NoArguments
  'acceptance.people.status.suspended': NoArguments
  'acceptance.people.restore': NoArguments
  'acceptance.people.restore.of': { name: string }
  'acceptance.people.undo.of': { name: string }
  'acceptance.people.removed': { name: string }
  'acceptance.people.restored': { name: string }
  'acceptance.people.removed.title': NoArguments
  'acceptance.people.removed.text': NoArguments
  'acceptance.people.factor.title': NoArguments
  'acceptance.people.factor.on': NoArguments
  'acceptance.people.factor.off': NoArguments
  'acceptance.people.factor.relax': NoArguments
  'acceptance.people.factor.saved.required': NoArguments
  'acceptance.people.factor.saved.optional': NoArguments
  'acceptance.people.contact.title': NoArguments
  'acceptance.people.contact.text': NoArguments
  'acceptance.people.contact.none': NoArguments
  'acceptance.people.contact.now': { email: string }
  'acceptance.people.contact.asked': { date: string; email: string }
  'acceptance.people.contact.expired': { email: string }
  'acceptance.people.contact.name': NoArguments
  'acceptance.people.contact.remove': NoArguments
  'acceptance.people.contact.named': NoArguments
  'acceptance.people.contact.removed': NoArguments
  'acceptance.person.back': NoArguments
  'acceptance.person.suspended': { name: string }
  'acceptance.person.removed_until': { date: string }
  'acceptance.person.role.global_admin': NoArguments
  'acceptance.person.role.relationship_manager': NoArguments
  'acceptance.person.role.user': NoArguments
  'acceptance.person.role.save': NoArguments
  'acceptance.person.sessions.title': NoArguments
  'acceptance.person.sessions.text': { name: string }
  'acceptance.person.sessions.end': NoArguments
  'acceptance.person.factor.on': NoArguments
  'acceptance.person.factor.off': NoArguments
  'acceptance.person.factor.text': { name: string }
  'acceptance.person.remove.title': NoArguments
  'acceptance.person.remove.text': { name: string }
  'acceptance.person.remove.submit': NoArguments
  'acceptance.person.remove.of': { name: string }
  'acceptance.person.remove.out': { name: string }
  'acceptance.person.remove.stays': { name: string }
  'acceptance.person.remove.back': NoArguments
  'acceptance.person.done.role': { name: string }
  'acceptance.person.done.sessions': { name: string }
  'acceptance.person.done.factor': { name: string }
  'acceptance.genuine.title': { cloud: string }
  'acceptance.genuine.intro': NoArguments
  'acceptance.genuine.sender': NoArguments
  'acceptance.genuine.link': NoArguments
  'acceptance.genuine.link.hint': NoArguments
  'acceptance.genuine.operator': NoArguments
  'acceptance.genuine.never': NoArguments
  'acceptance.genuine.never.text': NoArguments
  'acceptance.genuine.differs': NoArguments
  'acceptance.genuine.differs.text': NoArguments
  'acceptance.access.title': NoArguments
  'acceptance.access.intro': NoArguments
  'acceptance.access.table': NoArguments
  'acceptance.access.export': NoArguments
  'acceptance.access.column.what': NoArguments
  'acceptance.access.column.who': NoArguments
  'acceptance.access.column.partner': NoArguments
  'acceptance.access.column.service': NoArguments
  'acceptance.access.column.reason': NoArguments
  'acceptance.access.column.when': NoArguments
  'acceptance.access.column.id': NoArguments
  'acceptance.access.act.customer_services.open': { service: string }
  'acceptance.access.act.customer_users.view': NoArguments
  'acceptance.access.act.customer_users.manage': NoArguments
  'acceptance.access.act.customer_users.reset_password': NoArguments
  'acceptance.access.act.customer_licences.view': NoArguments
  'acceptance.access.act.customer_licences.assign': NoArguments
  'acceptance.company.title': NoArguments
  'acceptance.company.intro': NoArguments
  'acceptance.access.act.customer_profile.view': NoArguments
  'acceptance.access.act.customer_profile.edit': NoArguments
  'acceptance.access.act.customer_profile.edit_billing': NoArguments
  'acceptance.access.filter.search': NoArguments
  'acceptance.access.filter.search.hint': NoArguments
  'acceptance.access.filter.partner': NoArguments
  'acceptance.access.filter.partner.all': NoArguments
  'acceptance.access.filter.service': NoArguments
  'acceptance.access.filter.service.all': NoArguments
  'acceptance.access.filter.bad': NoArguments
  'acceptance.access.none.title': NoArguments
  'acceptance.access.none.text': NoArguments
  'acceptance.access.empty.title': NoArguments
  'acceptance.access.empty.text': NoArguments
  'acceptance.access.rule.off': NoArguments
  'acceptance.access.rule.asked': NoArguments
  'acceptance.access.rule.required': NoArguments
  'acceptance.access.rule.change': NoArguments
  'acceptance.access.saved.off': NoArguments
  'acceptance.access.saved.asked': NoArguments
  'acceptance.access.saved.required': NoArguments
  'acceptance.access.reason.title': NoArguments
  'acceptance.access.reason.intro': NoArguments
  'acceptance.access.reason.legend': NoArguments
  'acceptance.access.reason.off': NoArguments
  'acceptance.access.reason.off.hint': NoArguments
  'acceptance.access.reason.asked': NoArguments
  'acceptance.access.reason.asked.hint': NoArguments
  'acceptance.access.reason.required': NoArguments
  'acceptance.access.reason.required.hint': NoArguments
  'acceptance.register.title': NoArguments
  'acceptance.register.intro': { organisation: string }
  'acceptance.register.column.partner': NoArguments
  'acceptance.register.column.partner_id': NoArguments
  'acceptance.register.column.service': NoArguments
  'acceptance.register.column.rights': NoArguments
  'acceptance.register.column.since': NoArguments
  'acceptance.register.column.last_use': NoArguments
  'acceptance.register.column.contact': NoArguments
  'acceptance.register.column.agreement': NoArguments
  'acceptance.register.column.accepted': NoArguments
  'acceptance.register.column.deciders': NoArguments
  'acceptance.register.frozen': NoArguments
  'acceptance.register.none': NoArguments
  'acceptance.register.never': NoArguments
  'acceptance.register.deciders': NoArguments
  'acceptance.register.empty.title': NoArguments
  'acceptance.register.empty.text': NoArguments
  'acceptance.directory.title': NoArguments
  'acceptance.directory.intro': { cloud: string }
  'acceptance.directory.search': NoArguments
  'acceptance.directory.search.hint': NoArguments
  'acceptance.directory.filters': { count: number }
  'acceptance.directory.any': NoArguments
  'acceptance.directory.country': NoArguments
  'acceptance.directory.service': NoArguments
  'acceptance.directory.services': NoArguments
  'acceptance.directory.locations': NoArguments
  'acceptance.directory.location': { city: string; country: string }
  'acceptance.directory.updated': NoArguments
  'acceptance.directory.logo': { partner: string }
  'acceptance.directory.none.title': NoArguments
  'acceptance.directory.none.filtered': NoArguments
  'acceptance.directory.none.text': NoArguments
  'acceptance.access.act.service_requests.create': { service: string }
  'acceptance.subscriptions.title': NoArguments
  'acceptance.subscriptions.intro': NoArguments
  'acceptance.subscriptions.empty': NoArguments
  'acceptance.subscriptions.sold_by': NoArguments
  'acceptance.subscriptions.call': NoArguments
  'acceptance.subscriptions.adds_to': { offer: string }
  'acceptance.subscriptions.add': NoArguments
  'acceptance.subscriptions.bought': NoArguments
  'acceptance.subscriptions.buy': NoArguments
  'acceptance.subscriptions.buy.text': NoArguments
  'acceptance.subscriptions.buy_from': NoArguments
  'acceptance.subscriptions.through': { provider: string; reseller: string }
  'acceptance.subscriptions.not_allowed': { partners: string }
  'acceptance.subscriptions.roles': { roles: string }
  'acceptance.subscriptions.no_seller': NoArguments
  'acceptance.subscriptions.closed': NoArguments
  'acceptance.subscriptions.buy_title': { seller: string }
  'acceptance.subscriptions.price': { seller: string }
  'acceptance.subscriptions.no_offer': NoArguments
  'acceptance.subscriptions.base': NoArguments
  'acceptance.subscriptions.confirm': NoArguments
  'acceptance.directory.ask': NoArguments
  'acceptance.directory.find': NoArguments
  'operator.nav.overview': NoArguments
  'operator.nav.waiting': { count: string }
  'operator.nav.dead_letters': NoArguments
  'operator.nav.provisioning': NoArguments
  'operator.nav.partners': NoArguments
  'operator.nav.audit': NoArguments
  'operator.nav.people': NoArguments
  'operator.nav.requests': NoArguments
  'operator.nav.ends': NoArguments
  'operator.ends.title': NoArguments
  'operator.ends.intro': NoArguments
  'operator.ends.column.parties': NoArguments
  'operator.ends.parties': { customer: string; partner: string }
  'operator.ends.empty.title': NoArguments
  'operator.ends.empty.text': NoArguments
  'operator.ends.settled': NoArguments
  'operator.ends.notes': NoArguments
  'operator.ends.notes.none': NoArguments
  'operator.ends.note': NoArguments
  'operator.ends.note.hint': NoArguments
  'operator.ends.note.submit': NoArguments
  'operator.ends.settle': NoArguments
  'operator.ends.settle.about': NoArguments
  'operator.ends.told': NoArguments
  'operator.ends.told.hint': NoArguments
  'operator.ends.done.noted': NoArguments
  'operator.ends.done.settled': NoArguments
  'operator.overview.line.ends': { count: number }
  'operator.queues.title': NoArguments
  'operator.queues.intro': { time: string }
  'operator.queues.queues': NoArguments
  'operator.queues.queue': NoArguments
  'operator.queues.queue.mail': NoArguments
  'operator.queues.queue.follow-up': NoArguments
  'operator.queues.queue.provisioning': NoArguments
  'operator.queues.relay': NoArguments
  'operator.queues.oldest': NoArguments
  'operator.queues.waiting': NoArguments
  'operator.queues.active': NoArguments
  'operator.queues.delayed': NoArguments
  'operator.queues.dead': NoArguments
  'operator.queues.dead.open': { count: number }
  'operator.queues.unknown': NoArguments
  'operator.queues.days': NoArguments
  'operator.queues.days.about': NoArguments
  'operator.queues.day': NoArguments
  'operator.queues.kinds': NoArguments
  'operator.queues.kinds.of': { day: string }
  'operator.queues.kind': NoArguments
  'operator.queues.none': NoArguments
  'operator.queues.all_days': NoArguments
  'operator.queues.mails.all': NoArguments
  'operator.queues.mails.sent': NoArguments
  'operator.queues.mails.delivered': NoArguments
  'operator.queues.mails.delayed': NoArguments
  'operator.queues.mails.bounced': NoArguments
  'operator.queues.mails.complained': NoArguments
  'operator.queues.mails.failed': NoArguments
  'operator.agreements.title': NoArguments
  'operator.agreements.intro': NoArguments
  'operator.agreements.partner': NoArguments
  'operator.agreements.customer': NoArguments
  'operator.agreements.current': { version: string }
  'operator.agreements.version': NoArguments
  'operator.agreements.since': NoArguments
  'operator.agreements.signed': NoArguments
  'operator.agreements.newest': NoArguments
  'operator.agreements.none': NoArguments
  'operator.agreements.of_customer': NoArguments
  'operator.agreements.of_customer.signed': { agreement: string; version: string; when: string }
  'operator.agreements.of_customer.none': NoArguments
  'operator.agreements.customer.next': NoArguments
  'operator.agreements.due': { audience: string }
  'operator.agreements.asked': NoArguments
  'operator.agreements.asked_at': NoArguments
  'operator.agreements.ask': NoArguments
  'operator.agreements.ask_customers': NoArguments
  'operator.agreements.progress': { all: number; done: number }
  'operator.agreements.progress.leave': NoArguments
  'operator.agreements.ask.whom': NoArguments
  'operator.agreements.ask.partner': { agreement: string; count: number; version: string }
  'operator.agreements.ask.customer': { agreement: string; count: number; version: string }
  'operator.agreements.ask.nobody': NoArguments
  'operator.agreements.ask.none_due': NoArguments
  'operator.agreements.ask.submit': NoArguments
  'operator.agreements.done': NoArguments
  'operator.agreements.ask.title': NoArguments
  'operator.agreements.ask.first': NoArguments
  'operator.agreements.ask.home': NoArguments
  'operator.agreements.ask.once': NoArguments
  'operator.overview.title': NoArguments
  'operator.overview.intro': { cloud: string; time: string }
  'operator.overview.reload': NoArguments
  'operator.overview.waiting': NoArguments
  'operator.overview.calm.title': NoArguments
  'operator.overview.calm.text': NoArguments
  'operator.overview.line.silent': { count: number }
  'operator.overview.line.heads': NoArguments
  'operator.overview.line.heads.detail': NoArguments
  'operator.overview.line.mails': { count: number }
  'operator.overview.line.jobs': { count: number }
  'operator.overview.line.overdue': { count: number; days: string }
  'operator.overview.line.unassigned': { count: number }
  'operator.overview.line.mine': { count: number }
  'operator.overview.line.confirm': { count: number }
  'operator.overview.queues': NoArguments
  'operator.overview.queue': NoArguments
  'operator.overview.queue.operator': NoArguments
  'operator.overview.queue.contact': NoArguments
  'operator.overview.queue.applicant': NoArguments
  'operator.overview.queue.count': NoArguments
  'operator.overview.queue.oldest': NoArguments
  'operator.overview.queue.mine': NoArguments
  'operator.overview.queue.unassigned': NoArguments
  'operator.overview.machinery': NoArguments
  'operator.overview.work.heads': NoArguments
  'operator.overview.work.heads.never': NoArguments
  'operator.overview.mails.title': NoArguments
  'operator.overview.mails.none': NoArguments
  'operator.overview.mails.rendered': NoArguments
  'operator.overview.mails.sent': NoArguments
  'operator.overview.mails.failed': NoArguments
  'operator.overview.mails.feedback.failed': NoArguments
  'operator.overview.mails.feedback.suppressed': NoArguments
  'operator.overview.mails.feedback.delivered': NoArguments
  'operator.overview.mails.feedback.bounced': NoArguments
  'operator.overview.mails.feedback.complained': NoArguments
  'operator.overview.work.title': NoArguments
  'operator.overview.work.waiting': NoArguments
  'operator.overview.work.oldest': NoArguments
  'operator.overview.work.oldest.none': NoArguments
  'operator.overview.work.dead': NoArguments
  'operator.overview.workers.title': NoArguments
  'operator.overview.workers.table': NoArguments
  'operator.overview.workers.none.title': NoArguments
  'operator.overview.workers.none.text': NoArguments
  'operator.overview.workers.column.worker': NoArguments
  'operator.overview.workers.column.state': NoArguments
  'operator.overview.workers.column.started': NoArguments
  'operator.overview.workers.column.queues': NoArguments
  'operator.overview.workers.alive': NoArguments
  'operator.overview.workers.silent': { when: string }
  'operator.overview.workers.queue': { active: string; delayed: string; failed: string; queue: string; waiting: string }
  'operator.dead_letters.title': NoArguments
  'operator.dead_letters.intro': NoArguments
  'operator.dead_letters.kind': NoArguments
  'operator.dead_letters.kind.all': NoArguments
  'operator.dead_letters.kind.mails': NoArguments
  'operator.dead_letters.kind.other': NoArguments
  'operator.dead_letters.table': NoArguments
  'operator.dead_letters.column.job': NoArguments
  'operator.dead_letters.column.failure': NoArguments
  'operator.dead_letters.column.created': NoArguments
  'operator.dead_letters.column.failed': NoArguments
  'operator.dead_letters.retry': NoArguments
  'operator.dead_letters.retry.of': { job: string; time: string }
  'operator.dead_letters.retried': NoArguments
  'operator.dead_letters.empty.title': NoArguments
  'operator.dead_letters.empty.text': NoArguments
  'operator.provisioning.title': NoArguments
  'operator.provisioning.intro': NoArguments
  'operator.provisioning.table': NoArguments
  'operator.provisioning.column.what': NoArguments
  'operator.provisioning.column.between': NoArguments
  'operator.provisioning.column.answer': NoArguments
  'operator.provisioning.column.since': NoArguments
  'operator.provisioning.column.asked': NoArguments
  'operator.provisioning.attempts': { count: number }
  'operator.provisioning.never': NoArguments
  'operator.provisioning.retry': NoArguments
  'operator.provisioning.retry.of': { customer: string; kind: string }
  'operator.provisioning.retried': NoArguments
  'operator.provisioning.empty.title': NoArguments
  'operator.provisioning.empty.text': NoArguments
  'operator.partners.title': NoArguments
  'operator.partners.intro': { cloud: string }
  'operator.partners.table': NoArguments
  'operator.partners.search': NoArguments
  'operator.partners.search.hint': NoArguments
  'operator.partners.column.name': NoArguments
  'operator.partners.column.kind': NoArguments
  'operator.partners.column.status': NoArguments
  'operator.partners.column.since': NoArguments
  'operator.partners.status.active': NoArguments
  'operator.partners.status.suspended': NoArguments
  'operator.partners.empty.title': NoArguments
  'operator.partners.empty.text': NoArguments
  'operator.partners.no_match.title': { search: string }
  'operator.partner.back': NoArguments
  'operator.partner.back_to': { partner: string }
  'operator.partner.card.title': NoArguments
  'operator.partner.verified': { when: string }
  'operator.partner.verification': NoArguments
  'operator.partner.audit': NoArguments
  'operator.partner.people.title': NoArguments
  'operator.partner.people.table': { partner: string }
  'operator.partner.people.none': NoArguments
  'operator.partner.people.column.status': NoArguments
  'operator.partner.people.status.active': NoArguments
  'operator.partner.people.status.requested': NoArguments
  'operator.partner.people.status.declined': NoArguments
  'operator.partner.people.status.removed': NoArguments
  'operator.partner.people.status.suspended': NoArguments
  'operator.partner.links.title': NoArguments
  'operator.partner.links.intro': NoArguments
  'operator.partner.links.table': { partner: string }
  'operator.partner.links.column.kind': NoArguments
  'operator.partner.links.column.version': NoArguments
  'operator.partner.links.column.created': NoArguments
  'operator.partner.links.with_privileges': NoArguments
  'operator.partner.links.partnership': NoArguments
  'operator.partner.links.without_privileges': NoArguments
  'operator.partner.acts.title': NoArguments
  'operator.partner.acts.none': NoArguments
  'operator.partner.acts.suspended': { person: string; time: string }
  'operator.partner.acts.suspension_lifted': { person: string; time: string }
  'operator.partner.acts.revoked': { person: string; time: string }
  'operator.partner.acts.somebody': NoArguments
  'operator.partner.done.suspended': NoArguments
  'operator.partner.done.lifted': NoArguments
  'operator.partner.done.revoked': NoArguments
  'operator.act.reason': NoArguments
  'operator.act.reason.hint': NoArguments
  'operator.act.consequences': NoArguments
  'operator.audit.act.known_customers.imported': NoArguments
  'operator.audit.act.offer_list.imported': NoArguments
  'operator.people.title': NoArguments
  'operator.people.intro': NoArguments
  'operator.people.email.hint': NoArguments
  'operator.people.find': NoArguments
  'operator.people.table': { email: string }
  'operator.people.column.audience': NoArguments
  'operator.people.column.places': NoArguments
  'operator.people.audience.partner': NoArguments
  'operator.people.audience.customer': NoArguments
  'operator.people.no_match.title': { email: string }
  'operator.people.no_match.text': NoArguments
  'operator.person.back': NoArguments
  'operator.person.account_id': NoArguments
  'operator.person.suspended_since': { date: string }
  'operator.person.factor.on': NoArguments
  'operator.person.factor.off': NoArguments
  'operator.person.places': NoArguments
  'operator.person.done.sessions_ended': NoArguments
  'operator.person.done.suspended': NoArguments
  'operator.person.done.lifted': NoArguments
  'operator.account.reason.hint': NoArguments
  'operator.account.end_sessions.action': NoArguments
  'operator.account.end_sessions.about': NoArguments
  'operator.account.end_sessions.title': { name: string }
  'operator.account.end_sessions.first': NoArguments
  'operator.account.end_sessions.then': NoArguments
  'operator.account.suspend.action': NoArguments
  'operator.account.suspend.about': NoArguments
  'operator.account.suspend.title': { name: string }
  'operator.account.suspend.first': NoArguments
  'operator.account.suspend.then': NoArguments
  'operator.account.lift.action': NoArguments
  'operator.account.lift.about': NoArguments
  'operator.account.lift.title': { name: string }
  'operator.account.lift.first': NoArguments
  'operator.account.lift.then': NoArguments
  'operator.account.reset_factor.action': NoArguments
  'operator.account.reset_factor.about': NoArguments
  'operator.account.reset_factor.title': { name: string }
  'operator.account.reset_factor.first': NoArguments
  'operator.account.reset_factor.then': NoArguments
  'operator.customer.nobody': NoArguments
  'operator.customers.title': NoArguments
  'operator.customers.intro': { cloud: string }
  'operator.customers.table': NoArguments
  'operator.customers.search': NoArguments
  'operator.customers.search.hint': NoArguments
  'operator.customers.empty.title': NoArguments
  'operator.customers.empty.text': NoArguments
  'operator.customers.no_match.title': { search: string }
  'operator.customer.partners.table': { customer: string }
  'operator.customer.no_partners': NoArguments
  'operator.customer.partner.active': NoArguments
  'operator.customer.partner.removed': NoArguments
  'operator.customer.end_sessions.about': NoArguments
  'operator.customer.end_sessions.title': { name: string }
  'operator.customer.end_sessions.first': NoArguments
  'operator.customer.end_sessions.then': NoArguments
  'operator.export.action': NoArguments
  'operator.export.title': { name: string }
  'operator.export.title.refused': NoArguments
  'operator.export.intro': NoArguments
  'operator.export.holds': NoArguments
  'operator.export.without': NoArguments
  'operator.export.recorded': NoArguments
  'operator.export.kept': NoArguments
  'operator.export.submit': NoArguments
  'operator.export.again': NoArguments
  'operator.export.running': NoArguments
  'operator.export.begins': NoArguments
  'operator.export.progress': { all: number; done: number }
  'operator.export.leave': NoArguments
  'operator.export.refresh': NoArguments
  'operator.export.done': { count: number }
  'operator.export.until': { moment: string }
  'operator.export.download': NoArguments
  'operator.requests.title': NoArguments
  'operator.requests.intro': NoArguments
  'operator.requests.column.what': NoArguments
  'operator.requests.column.asked': NoArguments
  'operator.requests.column.expires': NoArguments
  'operator.requests.asked_by': { person: string; time: string }
  'operator.requests.kind.reset_second_factor': NoArguments
  'operator.requests.kind.deauthorise_partner': NoArguments
  'operator.requests.kind.end_four_eyes': NoArguments
  'operator.requests.confirm': NoArguments
  'operator.requests.confirm.of': { name: string }
  'operator.requests.withdraw': NoArguments
  'operator.requests.withdraw.of': { name: string }
  'operator.requests.done.asked': NoArguments
  'operator.requests.done.confirmed': NoArguments
  'operator.requests.done.withdrawn': NoArguments
  'operator.requests.empty.title': NoArguments
  'operator.requests.empty.text': NoArguments
  'operator.suspend.action': NoArguments
  'operator.suspend.title': { partner: string }
  'operator.suspend.links': NoArguments
  'operator.suspend.requests': NoArguments
  'operator.suspend.customers': NoArguments
  'operator.suspend.back': NoArguments
  'operator.suspend.submit': NoArguments
  'operator.lift.action': NoArguments
  'operator.lift.title': { partner: string }
  'operator.lift.links': NoArguments
  'operator.lift.requests': NoArguments
  'operator.lift.submit': NoArguments
  'operator.revoke.action': NoArguments
  'operator.partner.privileges': NoArguments
  'operator.partner.privileges.customers': { count: number }
  'operator.partner.privileges.frozen': { date: string }
  'operator.partner.acts.privileges_frozen': { person: string; time: string }
  'operator.partner.acts.privileges_thawed': { person: string; time: string }
  'operator.partner.done.frozen': NoArguments
  'operator.partner.done.thawed': NoArguments
  'operator.suspend.freeze': NoArguments
  'operator.suspend.freeze.hint': { count: number }
  'operator.freeze.action': NoArguments
  'operator.freeze.title': { partner: string }
  'operator.freeze.now': NoArguments
  'operator.freeze.count': { count: number }
  'operator.freeze.links': NoArguments
  'operator.freeze.back': NoArguments
  'operator.freeze.submit': NoArguments
  'operator.freeze.partner': NoArguments
  'operator.thaw.action': NoArguments
  'operator.thaw.title': { partner: string }
  'operator.thaw.now': NoArguments
  'operator.thaw.links': NoArguments
  'operator.thaw.submit': NoArguments
  'operator.lift.frozen': NoArguments
  'operator.revoke.title': { partner: string }
  'operator.revoke.which': { version: string; what: string }
  'operator.revoke.dead': NoArguments
  'operator.revoke.next': NoArguments
  'operator.revoke.stays': NoArguments
  'operator.revoke.submit': NoArguments
  'operator.audit.title': NoArguments
  'operator.audit.intro': NoArguments
  'operator.audit.no_payloads': NoArguments
  'operator.audit.table': NoArguments
  'operator.audit.filter.organisation': NoArguments
  'operator.audit.filter.organisation.hint': NoArguments
  'operator.audit.filter.action': NoArguments
  'operator.audit.filter.action.hint': NoArguments
  'operator.audit.filter.person': NoArguments
  'operator.audit.column.time': NoArguments
  'operator.audit.column.action': NoArguments
  'operator.audit.column.organisation': NoArguments
  'operator.audit.column.person': NoArguments
  'operator.audit.details_of': { action: string; time: string }
  'operator.audit.instance': NoArguments
  'operator.audit.unknown_organisation': NoArguments
  'operator.audit.system': NoArguments
  'operator.audit.empty.title': NoArguments
  'operator.audit.empty.text': NoArguments
  'operator.audit.bad_filter': NoArguments
  'operator.audit.back': NoArguments
  'operator.audit.act.access_rule.changed': NoArguments
  'operator.audit.act.account.sessions_ended': NoArguments
  'operator.audit.act.account.suspended': NoArguments
  'operator.audit.act.account.suspension_lifted': NoArguments
  'operator.audit.act.admin_grant.removed_by_operator': NoArguments
  'operator.audit.act.end_request.noted': NoArguments
  'operator.audit.act.end_request.settled': NoArguments
  'operator.audit.act.audit_record.erased': NoArguments
  'operator.audit.act.dead_letter.retried': NoArguments
  'operator.audit.act.provisioning.retried': NoArguments
  'operator.audit.act.directory.imported': NoArguments
  'operator.audit.act.enrolment.accepted': NoArguments
  'operator.audit.act.enrolment.assigned': NoArguments
  'operator.audit.act.enrolment.checked': NoArguments
  'operator.audit.act.enrolment.closed': NoArguments
  'operator.audit.act.enrolment.deadline_set': NoArguments
  'operator.audit.act.enrolment.documents_requested': NoArguments
  'operator.audit.act.enrolment.rejected': NoArguments
  'operator.audit.act.instance.foreign_links_set': NoArguments
  'operator.audit.act.instance.four_eyes_set': NoArguments
  'operator.audit.act.instance.operator_contact_set': NoArguments
  'operator.audit.act.operator_request.asked': NoArguments
  'operator.audit.act.operator_request.withdrawn': NoArguments
  'operator.audit.act.key.resealed': NoArguments
  'operator.audit.act.key.retired': NoArguments
  'operator.audit.act.membership.decided': NoArguments
  'operator.audit.act.membership.removed': NoArguments
  'operator.audit.act.membership.requested': NoArguments
  'operator.audit.act.membership.restored': NoArguments
  'operator.audit.act.membership.role_changed': NoArguments
  'operator.audit.act.membership.sessions_ended': NoArguments
  'operator.audit.act.operator.created': NoArguments
  'operator.audit.act.organisation.created': NoArguments
  'operator.audit.act.organisation.sessions_ended': NoArguments
  'operator.audit.act.partner.created': NoArguments
  'operator.audit.act.partner.deauthorisation_announced': NoArguments
  'operator.audit.act.partner.deauthorisation_withdrawn': NoArguments
  'operator.audit.act.partner.deauthorised': NoArguments
  'operator.audit.act.partner.privileges_frozen': NoArguments
  'operator.audit.act.partner.privileges_thawed': NoArguments
  'operator.audit.act.partner.suspended': NoArguments
  'operator.audit.act.provider_entry.listed': NoArguments
  'operator.audit.act.provider_entry.unlisted': NoArguments
  'operator.audit.act.partner.suspension_lifted': NoArguments
  'operator.audit.act.relationship_link.revoked': NoArguments
  'operator.audit.act.retention.applied': NoArguments
  'operator.audit.act.second_factor.reset_asked': NoArguments
  'operator.audit.act.second_factor.reset_withdrawn': NoArguments
  'operator.audit.act.security_contact.confirmed': NoArguments
  'operator.audit.act.security_contact.named': NoArguments
  'operator.audit.act.security_contact.removed': NoArguments
  'operator.audit.act.tenant.export_asked': NoArguments
  'operator.audit.act.tenant.export_read': NoArguments
  'operator.audit.act.agreement.asked': NoArguments
  'operator.audit.act.agreement.customers_asked': NoArguments
  'operator.audit.act.agreement.renewed': NoArguments
  'operator.audit.act.tenant.exported': NoArguments
  'operator.audit.act.web_mail.added': NoArguments
  'operator.audit.act.web_mail.removed': NoArguments
  'operator.record.action': NoArguments
  'operator.record.request': NoArguments
  'operator.record.roles': NoArguments
  'operator.record.position': NoArguments
  'operator.record.position.none': NoArguments
  'operator.record.payload': NoArguments
  'operator.chains.title': NoArguments
  'operator.chains.intro': NoArguments
  'operator.chains.table': NoArguments
  'operator.chains.column.records': NoArguments
  'operator.chains.verify': NoArguments
  'operator.chains.verify.of': { organisation: string }
  'operator.chains.empty.title': NoArguments
  'operator.chains.empty.text': NoArguments
  'operator.chain.title': { organisation: string }
  'operator.chain.back': NoArguments
  'operator.chain.intact': NoArguments
  'operator.chain.faulty': { count: number }
  'operator.chain.checked': { count: number; from: string }
  'operator.chain.unsealed': { count: number }
  'operator.chain.last': { hash: string; position: string }
  'operator.chain.next': { from: string }
  'operator.chain.faults': NoArguments
  'operator.chain.fault.column.position': NoArguments
  'operator.chain.fault.column.kind': NoArguments
  'operator.chain.fault.column.record': NoArguments
  'operator.chain.fault.altered': NoArguments
  'operator.chain.fault.blanked': NoArguments
  'operator.chain.fault.missing': NoArguments
  'operator.chain.fault.reordered': NoArguments
  'operator.chain.fault.seal_altered': NoArguments
  'operator.partners.status.enrolling': NoArguments
  'operator.partners.status.deauthorised': NoArguments
  'operator.nav.applications': NoArguments
  'operator.nav.settings': NoArguments
  'operator.settings.title': NoArguments
  'operator.settings.intro': NoArguments
  'operator.settings.mails': NoArguments
  'operator.settings.foreign_links': NoArguments
  'operator.settings.foreign_links.hint': NoArguments
  'operator.settings.four_eyes': NoArguments
  'operator.settings.four_eyes.label': NoArguments
  'operator.settings.four_eyes.hint': NoArguments
  'operator.settings.four_eyes.save': NoArguments
  'operator.settings.saved': NoArguments
  'operator.settings.contact': NoArguments
  'operator.settings.contact.text': NoArguments
  'operator.settings.contact.name': NoArguments
  'operator.settings.contact.email': NoArguments
  'operator.settings.contact.phone': NoArguments
  'operator.settings.contact.website': NoArguments
  'operator.settings.contact.hours': NoArguments
  'operator.settings.contact.save': NoArguments
  'operator.rules.title': NoArguments
  'operator.rules.intro': { cloud: string }
  'operator.rules.open': NoArguments
  'operator.rules.column.rule': NoArguments
  'operator.rules.column.in_force': NoArguments
  'operator.rules.column.origin': NoArguments
  'operator.rules.overridden': NoArguments
  'operator.rules.every_country': NoArguments
  'operator.rules.days': { count: number }
  'operator.rules.group.requests': NoArguments
  'operator.rules.group.customers': NoArguments
  'operator.rules.group.enrolment': NoArguments
  'operator.rules.group.indirect': NoArguments
  'operator.rules.group.users': NoArguments
  'operator.rules.group.agreements': NoArguments
  'operator.rules.group.subscriptions': NoArguments
  'operator.rules.group.serviceRequests': NoArguments
  'operator.rules.group.referrals': NoArguments
  'operator.rules.group.businessProfile': NoArguments
  'operator.rules.group.removal': NoArguments
  'operator.rules.requests.isOn': NoArguments
  'operator.rules.requests.isOn.on': NoArguments
  'operator.rules.requests.isOn.off': NoArguments
  'operator.rules.requests.privilegesChoice': NoArguments
  'operator.rules.requests.privilegesChoice.on': NoArguments
  'operator.rules.requests.privilegesChoice.off': NoArguments
  'operator.rules.requests.openInMailApp': NoArguments
  'operator.rules.requests.openInMailApp.on': NoArguments
  'operator.rules.requests.openInMailApp.off': NoArguments
  'operator.rules.requests.sendForMe': NoArguments
  'operator.rules.requests.sendForMe.on': NoArguments
  'operator.rules.requests.sendForMe.off': NoArguments
  'operator.rules.requests.linkAuthors': NoArguments
  'operator.rules.requests.linkAuthors.providerAndReseller': NoArguments
  'operator.rules.requests.linkAuthors.providerOnly': NoArguments
  'operator.rules.customers.newAllowed': NoArguments
  'operator.rules.customers.newAllowed.on': NoArguments
  'operator.rules.customers.newAllowed.off': NoArguments
  'operator.rules.customers.countries': NoArguments
  'operator.rules.customers.dataTrustee': NoArguments
  'operator.rules.customers.dataTrustee.named': { name: string }
  'operator.rules.enrolment.kinds': NoArguments
  'operator.rules.enrolment.countries': NoArguments
  'operator.rules.indirect.isOn': NoArguments
  'operator.rules.indirect.isOn.on': NoArguments
  'operator.rules.indirect.isOn.off': NoArguments
  'operator.rules.users.passwordReset': NoArguments
  'operator.rules.users.passwordReset.byAdmin': NoArguments
  'operator.rules.users.passwordReset.selfServiceOnly': NoArguments
  'operator.rules.users.passwordReset.externalPortal': { portal: string }
  'operator.rules.users.rolesEditable': NoArguments
  'operator.rules.users.rolesEditable.on': NoArguments
  'operator.rules.users.rolesEditable.off': { portal: string }
  'operator.rules.agreements.attestedByPartner': NoArguments
  'operator.rules.agreements.attestedByPartner.on': NoArguments
  'operator.rules.agreements.attestedByPartner.off': NoArguments
  'operator.rules.subscriptions.selfService': NoArguments
  'operator.rules.subscriptions.selfService.on': NoArguments
  'operator.rules.subscriptions.selfService.off': NoArguments
  'operator.rules.subscriptions.cancelDays': NoArguments
  'operator.rules.subscriptions.suspendedDays': NoArguments
  'operator.rules.subscriptions.expiredDays': NoArguments
  'operator.rules.subscriptions.disabledDays': NoArguments
  'operator.rules.serviceRequests.handling': NoArguments
  'operator.rules.serviceRequests.handling.native': NoArguments
  'operator.rules.serviceRequests.handling.redirect': NoArguments
  'operator.rules.serviceRequests.notForResellers': NoArguments
  'operator.rules.serviceRequests.notForResellers.named': { services: string }
  'operator.rules.referrals.isOn': NoArguments
  'operator.rules.referrals.isOn.on': NoArguments
  'operator.rules.referrals.isOn.off': NoArguments
  'operator.rules.businessProfile.isOn': NoArguments
  'operator.rules.businessProfile.isOn.on': NoArguments
  'operator.rules.businessProfile.isOn.off': NoArguments
  'operator.rules.removal.privileges': NoArguments
  'operator.rules.removal.privileges.keep': NoArguments
  'operator.rules.removal.privileges.revoke': NoArguments
  'operator.rules.removal.liveItems': NoArguments
  'operator.rules.removal.liveItems.confirm': NoArguments
  'operator.rules.removal.liveItems.block': NoArguments
  'operator.nav.directory': NoArguments
  'operator.applications.title': NoArguments
  'operator.applications.intro': { cloud: string }
  'operator.applications.table': NoArguments
  'operator.applications.search': NoArguments
  'operator.applications.search.hint': NoArguments
  'operator.applications.filter.state': NoArguments
  'operator.applications.filter.open': NoArguments
  'operator.applications.filter.all': NoArguments
  'operator.applications.filter.kind': NoArguments
  'operator.applications.filter.any_kind': NoArguments
  'operator.applications.filter.assignee': NoArguments
  'operator.applications.filter.anybody': NoArguments
  'operator.applications.filter.next': NoArguments
  'operator.applications.filter.any_next': NoArguments
  'operator.applications.filter.me': NoArguments
  'operator.applications.filter.nobody': NoArguments
  'operator.applications.filter.age': NoArguments
  'operator.applications.filter.any_age': NoArguments
  'operator.applications.filter.days': { days: number }
  'operator.applications.column.company': NoArguments
  'operator.applications.column.kind': NoArguments
  'operator.applications.column.state': NoArguments
  'operator.applications.column.next': NoArguments
  'operator.applications.column.age': NoArguments
  'operator.applications.column.assignee': NoArguments
  'operator.applications.age': { days: number }
  'operator.applications.next.applicant': NoArguments
  'operator.applications.next.contact': NoArguments
  'operator.applications.next.operator': NoArguments
  'operator.applications.next.nobody': NoArguments
  'operator.applications.state.signed_in': NoArguments
  'operator.applications.state.membership_linked': NoArguments
  'operator.applications.state.membership_postponed': NoArguments
  'operator.applications.state.submitted': NoArguments
  'operator.applications.state.blocked_denied': NoArguments
  'operator.applications.state.email_verified': NoArguments
  'operator.applications.state.in_review': NoArguments
  'operator.applications.state.documents_requested': NoArguments
  'operator.applications.state.accepted': NoArguments
  'operator.applications.state.rejected': NoArguments
  'operator.applications.state.closed': NoArguments
  'operator.applications.state.active': NoArguments
  'operator.applications.state.re_review': NoArguments
  'operator.applications.empty.title': NoArguments
  'operator.applications.empty.text': NoArguments
  'operator.applications.no_match.title': NoArguments
  'operator.applications.no_match.text': NoArguments
  'operator.application.back': NoArguments
  'operator.application.back_to': { company: string }
  'operator.application.submitted': { kind: string; when: string }
  'operator.application.not_submitted': { kind: string }
  'operator.application.changed': { state: string }
  'operator.application.status.title': NoArguments
  'operator.application.status.state': NoArguments
  'operator.application.status.next': NoArguments
  'operator.application.status.since': NoArguments
  'operator.application.status.assignee': NoArguments
  'operator.application.status.deadline': NoArguments
  'operator.application.status.nobody': NoArguments
  'operator.application.status.told': NoArguments
  'operator.application.status.failed_fields': NoArguments
  'operator.application.take': NoArguments
  'operator.application.give_back': NoArguments
  'operator.application.decision.title': NoArguments
  'operator.application.decision.start_first': NoArguments
  'operator.application.decision.waits_for_documents': NoArguments
  'operator.application.decision.change_only': NoArguments
  'operator.application.decision.none.early': NoArguments
  'operator.application.decision.none.accepted': NoArguments
  'operator.application.decision.none.rejected': NoArguments
  'operator.application.decision.none.closed': NoArguments
  'operator.application.decision.none.active': NoArguments
  'operator.application.start_review': NoArguments
  'operator.application.request_documents': NoArguments
  'operator.application.accept': NoArguments
  'operator.application.reject': NoArguments
  'operator.application.resend': NoArguments
  'operator.application.contact_status.none': NoArguments
  'operator.application.contact_status.sent': NoArguments
  'operator.application.contact_status.verified': NoArguments
  'operator.application.contact_status.denied': NoArguments
  'operator.application.contact_status.bounced': NoArguments
  'operator.application.checks.title': NoArguments
  'operator.application.checks.intro': NoArguments
  'operator.application.checks.profile': NoArguments
  'operator.application.checks.profile.hint': NoArguments
  'operator.application.checks.authority': NoArguments
  'operator.application.checks.authority.hint': NoArguments
  'operator.application.checks.eligibility': NoArguments
  'operator.application.checks.eligibility.hint': NoArguments
  'operator.application.checks.local_entity': NoArguments
  'operator.application.checks.local_entity.hint': NoArguments
  'operator.application.checks.credit_check': NoArguments
  'operator.application.checks.credit_check.hint': NoArguments
  'operator.application.checks.phone_challenge': NoArguments
  'operator.application.checks.phone_challenge.hint': NoArguments
  'operator.application.checks.consent': { date: string; person: string }
  'operator.application.checks.consent.erased': { date: string }
  'operator.application.checks.consent.missing': NoArguments
  'operator.application.checks.document.missing': { document: string }
  'operator.application.checks.result': NoArguments
  'operator.application.checks.note': NoArguments
  'operator.application.checks.save': NoArguments
  'operator.application.checks.save_of': { check: string }
  'operator.application.checks.open': NoArguments
  'operator.application.checks.passed': NoArguments
  'operator.application.checks.failed': NoArguments
  'operator.application.checks.not_now': NoArguments
  'operator.application.checks.changed': NoArguments
  'operator.application.checks.changed.text': NoArguments
  'operator.application.checks.was': NoArguments
  'operator.application.checks.is': NoArguments
  'operator.application.checks.documents_added': NoArguments
  'operator.application.checks.documents_removed': NoArguments
  'operator.application.company.title': NoArguments
  'operator.application.company.verified_name': NoArguments
  'operator.application.before': { term: string }
  'operator.application.company.address': NoArguments
  'operator.application.company.known_as': NoArguments
  'operator.application.company.applicant': NoArguments
  'operator.application.company.partner': NoArguments
  'operator.application.company.missing': NoArguments
  'operator.application.contact.title': NoArguments
  'operator.application.contact.foreign': NoArguments
  'operator.application.contact.foreign.text': { domains: string }
  'operator.application.contact.verification': NoArguments
  'operator.application.contact.verified_on': { time: string }
  'operator.application.support.title': NoArguments
  'operator.application.support.website': NoArguments
  'operator.application.membership.title': NoArguments
  'operator.application.membership.none': NoArguments
  'operator.application.membership.name': NoArguments
  'operator.application.documents.title': NoArguments
  'operator.application.documents.none': NoArguments
  'operator.application.documents.table': { company: string }
  'operator.application.documents.column.name': NoArguments
  'operator.application.documents.column.kind': NoArguments
  'operator.application.documents.column.size': NoArguments
  'operator.application.documents.column.uploaded': NoArguments
  'operator.application.documents.column.comment': NoArguments
  'operator.application.documents.by': { person: string; time: string }
  'operator.application.documents.kind.registration': NoArguments
  'operator.application.documents.kind.tax': NoArguments
  'operator.application.documents.kind.address': NoArguments
  'operator.application.documents.kind.authority': NoArguments
  'operator.application.documents.kind.identity': NoArguments
  'operator.application.documents.kind.eligibility': NoArguments
  'operator.application.documents.kind.other': NoArguments
  'operator.application.agreements.title': NoArguments
  'operator.application.agreements.signed': { name: string; signer: string; time: string; version: string }
  'operator.application.agreements.signed_for': { company: string; name: string; signer: string; time: string; version: string }
  'operator.application.timeline.title': NoArguments
  'operator.application.timeline.none': NoArguments
  'operator.application.timeline.when': { time: string; who: string }
  'operator.application.side.applicant': NoArguments
  'operator.application.side.contact': NoArguments
  'operator.application.side.operator': NoArguments
  'operator.application.side.system': NoArguments
  'operator.application.event.started': NoArguments
  'operator.application.event.link_membership': NoArguments
  'operator.application.event.cancel_membership': NoArguments
  'operator.application.event.postpone_membership': NoArguments
  'operator.application.event.submit': NoArguments
  'operator.application.event.verify_contact': NoArguments
  'operator.application.event.deny_contact': NoArguments
  'operator.application.event.change_contact': NoArguments
  'operator.application.event.start_review': NoArguments
  'operator.application.event.request_documents': NoArguments
  'operator.application.event.correct_profile': NoArguments
  'operator.application.event.provide_documents': NoArguments
  'operator.application.event.accept': NoArguments
  'operator.application.event.reject': NoArguments
  'operator.application.event.appeal': NoArguments
  'operator.application.event.set_deadline': NoArguments
  'operator.application.event.close': NoArguments
  'operator.application.event.reopen': NoArguments
  'operator.application.event.sign_agreement': NoArguments
  'operator.application.event.change_profile': NoArguments
  'operator.application.event.other': NoArguments
  'operator.application.done.assigned': NoArguments
  'operator.application.done.given_back': NoArguments
  'operator.application.done.checked': NoArguments
  'operator.application.done.started': NoArguments
  'operator.application.done.requested': NoArguments
  'operator.application.done.accepted': NoArguments
  'operator.application.done.rejected': NoArguments
  'operator.application.done.deadline': NoArguments
  'operator.application.done.closed': NoArguments
  'operator.application.done.resent': NoArguments
  'operator.application.set_deadline': NoArguments
  'operator.application.close': NoArguments
  'operator.application.reason.hint': NoArguments
  'operator.application.failed.legend': NoArguments
  'operator.application.failed.hint': NoArguments
  'operator.application.field.membership': NoArguments
  'operator.application.field.legal_name': NoArguments
  'operator.application.field.country': NoArguments
  'operator.application.field.registration_number': NoArguments
  'operator.application.field.address': NoArguments
  'operator.application.field.contact_name': NoArguments
  'operator.application.field.contact_email': NoArguments
  'operator.application.field.contact_phone': NoArguments
  'operator.application.field.support': NoArguments
  'operator.accept.title': { company: string }
  'operator.accept.number': NoArguments
  'operator.accept.card': { country: string; name: string }
  'operator.accept.mails': NoArguments
  'operator.accept.change': NoArguments
  'operator.accept.change.mails': NoArguments
  'operator.accept.submit': NoArguments
  'operator.accept.change.submit': NoArguments
  'operator.deadline.title': { company: string }
  'operator.deadline.field': NoArguments
  'operator.deadline.hint': NoArguments
  'operator.deadline.mails': NoArguments
  'operator.deadline.then': NoArguments
  'operator.deadline.submit': NoArguments
  'operator.close.title': { company: string }
  'operator.close.mails': NoArguments
  'operator.close.again': NoArguments
  'operator.close.submit': NoArguments
  'operator.reject.title': { company: string }
  'operator.reject.mails': NoArguments
  'operator.reject.appeal': NoArguments
  'operator.reject.mpn': NoArguments
  'operator.reject.change': NoArguments
  'operator.reject.submit': NoArguments
  'operator.reject.change.submit': NoArguments
  'operator.request_documents.title': { company: string }
  'operator.request_documents.mails': NoArguments
  'operator.request_documents.back': NoArguments
  'operator.request_documents.what': NoArguments
  'operator.request_documents.submit': NoArguments
  'operator.deauthorise.action': NoArguments
  'operator.deauthorise.title': { partner: string }
  'operator.deauthorise.links': NoArguments
  'operator.deauthorise.customers': { count: number }
  'operator.deauthorise.final': NoArguments
  'operator.deauthorise.submit': NoArguments
  'operator.deauthorise.ask': NoArguments
  'operator.four_eyes.waits': NoArguments
  'operator.partner.acts.deauthorised': { person: string; time: string }
  'operator.partner.done.deauthorised': NoArguments
  'operator.partner.acts.deauthorisation_announced': { person: string; time: string }
  'operator.partner.acts.deauthorisation_withdrawn': { person: string; time: string }
  'operator.partner.done.announced': NoArguments
  'operator.partner.done.withdrawn': NoArguments
  'operator.partner.notice.announced': { date: string }
  'operator.partner.notice.due': { date: string }
  'operator.announce.action': NoArguments
  'operator.announce.title': { partner: string }
  'operator.announce.mails': NoArguments
  'operator.announce.now': NoArguments
  'operator.announce.nothing': NoArguments
  'operator.announce.back': NoArguments
  'operator.announce.reason.hint': NoArguments
  'operator.announce.ends_on': NoArguments
  'operator.announce.ends_on.hint': NoArguments
  'operator.announce.submit': NoArguments
  'operator.withdraw.action': NoArguments
  'operator.withdraw.title': { partner: string }
  'operator.withdraw.mails': NoArguments
  'operator.withdraw.tell': NoArguments
  'operator.withdraw.again': NoArguments
  'operator.withdraw.submit': NoArguments
  'operator.partner.application': NoArguments
  'operator.directory.title': NoArguments
  'operator.directory.intro': NoArguments
  'operator.directory.table': NoArguments
  'operator.directory.search': NoArguments
  'operator.directory.search.hint': NoArguments
  'operator.directory.column.organisation': NoArguments
  'operator.directory.column.status': NoArguments
  'operator.directory.column.logins': NoArguments
  'operator.directory.column.moves': NoArguments
  'operator.directory.moves': { benefits: number; competencies: number; incentives: number }
  'operator.directory.status.active': NoArguments
  'operator.directory.status.inactive': NoArguments
  'operator.directory.import': NoArguments
  'operator.directory.web_mail': NoArguments
  'operator.directory.empty.title': NoArguments
  'operator.directory.empty.text': NoArguments
  'operator.directory.no_match.title': { search: string }
  'operator.directory.back': NoArguments
  'operator.import.title': NoArguments
  'operator.import.intro': NoArguments
  'operator.import.format.title': NoArguments
  'operator.import.format.csv': { rows: string }
  'operator.import.format.needed': { columns: string }
  'operator.import.format.optional': { columns: string }
  'operator.import.format.lists': NoArguments
  'operator.import.format.passwords': { passwords: string }
  'operator.import.file': NoArguments
  'operator.import.submit': NoArguments
  'operator.import.file.too_large': NoArguments
  'operator.import.progress': { all: number; done: number }
  'operator.import.leave': NoArguments
  'operator.import.refresh': NoArguments
  'operator.import.another': NoArguments
  'operator.import.finished': NoArguments
  'operator.import.finished.open': NoArguments
  'operator.import.result.good': { rows: number }
  'operator.import.result.what': { logins: number; profiles: number }
  'operator.import.result.refused': { refused: number }
  'operator.import.result.first': { shown: string }
  'operator.import.result.correct': NoArguments
  'operator.import.faults': NoArguments
  'operator.import.column.fault': NoArguments
  'operator.import.row.head': NoArguments
  'operator.import.whole_row': NoArguments
  'operator.import.fault.not_text': NoArguments
  'operator.import.fault.damaged_text': NoArguments
  'operator.import.fault.not_csv': NoArguments
  'operator.import.fault.too_many_rows': NoArguments
  'operator.import.fault.missing': NoArguments
  'operator.import.fault.unreadable': NoArguments
  'operator.import.fault.unknown_column': NoArguments
  'operator.import.fault.twice': NoArguments
  'operator.import.fault.too_many_fields': NoArguments
  'operator.import.fault.password_missing': NoArguments
  'operator.import.fault.password_without_user': NoArguments
  'operator.import.fault.password_and_hash': NoArguments
  'operator.import.fault.too_many_passwords': NoArguments
  'operator.import.fault.contradiction': NoArguments
  'operator.web_mail.title': NoArguments
  'operator.web_mail.intro': NoArguments
  'operator.web_mail.domain': NoArguments
  'operator.web_mail.domain.hint': NoArguments
  'operator.web_mail.domain.invalid': NoArguments
  'operator.web_mail.add': NoArguments
  'operator.web_mail.remove': NoArguments
  'operator.web_mail.remove_of': { domain: string }
  'operator.web_mail.table': NoArguments
  'operator.web_mail.column.added': NoArguments
  'operator.web_mail.by': { person: string; time: string }
  'operator.web_mail.none.title': NoArguments
  'operator.web_mail.none.text': NoArguments
  'operator.web_mail.done.added': { domain: string }
  'operator.web_mail.done.there_already': { domain: string }
  'operator.web_mail.done.built_in': { domain: string }
  'operator.web_mail.done.removed': { domain: string }
  'operator.suspend.told': NoArguments
  'operator.suspend.told.hint': NoArguments
  'operator.provider.title': NoArguments
  'operator.provider.none': NoArguments
  'operator.provider.listed': { when: string }
  'operator.provider.unlisted': NoArguments
  'operator.list_provider.action': NoArguments
  'operator.list_provider.title': { partner: string }
  'operator.list_provider.public': NoArguments
  'operator.list_provider.changes': NoArguments
  'operator.list_provider.submit': NoArguments
  'operator.unlist_provider.action': NoArguments
  'operator.unlist_provider.title': { partner: string }
  'operator.unlist_provider.stays': NoArguments
  'operator.unlist_provider.submit': NoArguments
  'operator.partner.done.listed': NoArguments
  'operator.partner.done.unlisted': NoArguments
  'operator.partner.acts.listed': { person: string; time: string }
  'operator.partner.acts.unlisted': { person: string; time: string }
  'operator.offers.title': NoArguments
  'operator.offers.intro': NoArguments
  'operator.offers.code': NoArguments
  'operator.offers.name': NoArguments
  'operator.offers.prices': NoArguments
  'operator.offers.withdrawn': NoArguments
  'operator.offers.import': NoArguments
  'operator.known.title': NoArguments
  'operator.known.intro': NoArguments
  'operator.known.count': { customers: number; partners: number }
  'operator.known.import': NoArguments
  'operator.known.columns': { columns: string }
  'operator.known.too_large': NoArguments
  'operator.known.imported': { count: number }
  'operator.known.refused': { count: number }
  'operator.known.faults': NoArguments
  'operator.known.fault.web_mail': NoArguments
  'operator.known.fault.country_not_allowed': NoArguments
  'operator.offers.too_large': NoArguments
  'operator.offers.imported': { offers: number; withdrawn: number }
  'operator.offers.refused': { count: number }
  'operator.offers.faults': NoArguments
  'operator.offers.columns': { all: string; needed: string }
  'operator.offers.search': NoArguments
  'operator.offers.search.hint': NoArguments
  'operator.offers.none': NoArguments
  'operator.offers.fault.not_text': NoArguments
  'operator.offers.fault.damaged_text': NoArguments
  'operator.offers.fault.not_csv': NoArguments
  'operator.offers.fault.too_many_rows': NoArguments
  'operator.offers.fault.too_many_fields': NoArguments
  'operator.offers.fault.unknown_column': NoArguments
  'operator.offers.fault.no_rows': NoArguments
  'operator.offers.fault.missing': NoArguments
  'operator.offers.fault.unreadable': NoArguments
  'operator.offers.fault.unknown_service': NoArguments
  'operator.offers.fault.unknown_currency': NoArguments
  'operator.offers.fault.unknown_base': NoArguments
  'operator.offers.fault.seats_reversed': NoArguments
  'operator.offers.fault.contradiction': NoArguments
  'operator.offers.fault.twice': NoArguments
  'operator.offers.fault.too_many_decimals': NoArguments
  'operator.audit.act.service_request.taken_over': NoArguments
  'operator.partner.done.referred': NoArguments
  'operator.audit.act.admin_grant.removed_by_partner': NoArguments
  'operator.unused.title': NoArguments
  'operator.unused.intro': NoArguments
  'operator.unused.column.customer': NoArguments
  'operator.unused.column.partner': NoArguments
  'operator.unused.column.service': NoArguments
  'operator.unused.column.since': NoArguments
  'operator.unused.column.used': NoArguments
  'operator.unused.never': NoArguments
  'operator.unused.any': NoArguments
  'operator.unused.select': { customer: string; partner: string; service: string }
  'operator.unused.search': NoArguments
  'operator.unused.search.hint': NoArguments
  'operator.unused.choose': NoArguments
  'operator.unused.not_allowed': { roles: string }
  'operator.unused.no_match': NoArguments
  'operator.unused.empty.title': NoArguments
  'operator.unused.empty.text': NoArguments
  'operator.unused.done': { count: number }
  'operator.unused.left': { count: number }
  'operator.unused.remove.title': NoArguments
  'operator.unused.remove.one': { customer: string; partner: string; service: string }
  'operator.unused.remove.stays': NoArguments
  'operator.unused.remove.told': NoArguments
  'operator.unused.remove.back': NoArguments
  'operator.unused.submit': NoArguments
  'mail.request.foreign_links': { cloud: string; count: number; links: string; partner: string }
  'mail.greeting': { name: string }
  'mail.greeting.nobody': NoArguments
  'mail.sender': { cloud: string }
  'mail.request.sender': { cloud: string; partner: string }
  'mail.request.card': { country: string; partnerId: string }
  'mail.request.verified': { cloud: string }
  'mail.request.unverified': { cloud: string }
  'mail.request.asks': { partner: string }
  'mail.request.asks.jointly': { provider: string; reseller: string }
  'mail.request.asks.both': NoArguments
  'mail.request.asks.privileges_of': { reseller: string; services: string }
  'mail.request.asks.orders': { provider: string }
  'mail.request.asks.relationship': NoArguments
  'mail.request.asks.privileges': { services: string }
  'mail.request.asks.no_privileges': NoArguments
  'mail.request.asks.agreement': { agreement: string }
  'mail.request.asks.partnership': NoArguments
  'mail.request.asks.access': NoArguments
  'mail.request.words': { partner: string }
  'mail.request.why': NoArguments
  'mail.request.why.text': { author: string; email: string; partner: string }
  'mail.request.why.left': { author: string; partner: string }
  'mail.request.check': NoArguments
  'mail.request.check.text': { address: string; title: string }
  'mail.sender.company': { cloud: string; company: string }
  'mail.sender.help': { email: string }
  'mail.sender.phone': { phone: string }
  'mail.sender.hours': { hours: string }
  'mail.button.request': NoArguments
  'mail.button.agreement': NoArguments
  'mail.button.sign_in': NoArguments
  'mail.button.confirm': NoArguments
  'mail.button.documents': NoArguments
  'mail.button.decide': NoArguments
  'mail.button.password': NoArguments
  'mail.button.set_up': NoArguments
  'mail.button.answer': NoArguments
  'mail.agreement_due.subject': { agreement: string; organisation: string }
  'mail.agreement_due.text': { agreement: string; cloud: string; organisation: string; version: string }
  'mail.agreement_due.action': NoArguments
  'mail.agreement_renewal_due.text': { agreement: string; cloud: string; organisation: string; version: string }
  'mail.agreement_renewal_due.action': NoArguments
  'mail.agreement_renewed.subject': { agreement: string }
  'mail.agreement_renewed.text': { organisation: string; person: string; time: string }
  'mail.agreement_renewed.stays': NoArguments
  'mail.button.account': NoArguments
  'mail.button.appeal': NoArguments
  'mail.button.profile': NoArguments
  'mail.button.status': NoArguments
  'mail.button.partners': NoArguments
  'mail.button.customer': NoArguments
  'mail.valid_once': { time: string }
  'mail.confirm_sign_up.subject': { cloud: string }
  'mail.confirm_sign_up.text': { organisation: string }
  'mail.confirm_sign_up.action': NoArguments
  'mail.ignore.no_account': NoArguments
  'mail.sign_ins_failed.subject': { cloud: string }
  'mail.sign_ins_failed.text': { cloud: string }
  'mail.sign_ins_failed.you': NoArguments
  'mail.sign_ins_failed.action': NoArguments
  'mail.sign_ins_failed.once': NoArguments
  'mail.already_signed_up.subject': { cloud: string }
  'mail.already_signed_up.text': NoArguments
  'mail.already_signed_up.action': NoArguments
  'mail.ignore.nothing_to_do': NoArguments
  'mail.reset_password.subject': { cloud: string }
  'mail.reset_password.text': NoArguments
  'mail.reset_password.by_global_admin': NoArguments
  'mail.reset_password.action': NoArguments
  'mail.reset_password.ignore': NoArguments
  'mail.user_added.subject': { cloud: string; organisation: string }
  'mail.user_added.text': { organisation: string }
  'mail.user_added.action': NoArguments
  'mail.user_added.ignore': NoArguments
  'mail.relationship_accepted.subject': { customer: string }
  'mail.relationship_accepted.text': { country: string; customer: string; partner: string; time: string }
  'mail.relationship_accepted.restored': { country: string; customer: string; partner: string; time: string }
  'mail.relationship_accepted.unchanged': { country: string; customer: string; partner: string; time: string }
  'mail.relationship_accepted.signed': { country: string; customer: string; partner: string; time: string }
  'mail.relationship_accepted.with_provider': { customer: string; other: string }
  'mail.relationship_accepted.with_reseller': { customer: string; other: string }
  'mail.relationship_accepted.granted': { services: string }
  'mail.relationship_accepted.granted.none': NoArguments
  'mail.relationship_accepted.action': NoArguments
  'mail.relationship_receipt.subject': { partner: string }
  'mail.relationship_receipt.text': { country: string; organisation: string; partner: string; partnerId: string; person: string; time: string }
  'mail.relationship_receipt.provider': { country: string; partnerId: string; provider: string }
  'mail.relationship_receipt.unchanged': { partner: string }
  'mail.relationship_receipt.granted': { services: string }
  'mail.relationship_receipt.granted.none': NoArguments
  'mail.relationship_receipt.moved': { holder: string; service: string }
  'mail.relationship_receipt.agreement': { agreement: string; version: string }
  'mail.relationship_receipt.support': { partner: string }
  'mail.relationship_receipt.action': NoArguments
  'mail.relationship_receipt.not_you': { cloud: string }
  'mail.privileges.frozen.subject': { partner: string }
  'mail.privileges.frozen.text': { cloud: string; organisation: string; partner: string }
  'mail.privileges.frozen.next': { partner: string }
  'mail.privileges.thawed.subject': { partner: string }
  'mail.privileges.thawed.text': { cloud: string; organisation: string; partner: string }
  'mail.privileges.thawed.next': { partner: string }
  'mail.privileges.ended.subject': { partner: string }
  'mail.privileges.ended.text': { cloud: string; organisation: string; partner: string }
  'mail.privileges.ended.next': NoArguments
  'mail.privileges.action': NoArguments
  'mail.privileges_granted.subject': { partner: string; person: string }
  'mail.privileges_granted.text': { country: string; organisation: string; partner: string; partnerId: string; person: string; time: string }
  'mail.privileges_granted.provider': { country: string; partnerId: string; provider: string }
  'mail.privileges_lost.subject': { customer: string }
  'mail.privileges_lost.text': { customer: string; partner: string; services: string; time: string }
  'mail.privileges_lost.means': { customer: string }
  'mail.privileges_lost.next': { customer: string }
  'mail.end_request.asked.subject': { customer: string }
  'mail.end_request.asked.text': { customer: string; partner: string }
  'mail.end_request.asked.next': { cloud: string; date: string }
  'mail.end_request.withdrawn.subject': { customer: string }
  'mail.end_request.withdrawn.text': { customer: string; partner: string }
  'mail.end_request.withdrawn.next': NoArguments
  'mail.end_request.agreed.subject': { partner: string }
  'mail.end_request.agreed.text': { customer: string; partner: string }
  'mail.end_request.agreed.next': { cloud: string; date: string; partner: string }
  'mail.end_request.explained.subject': { partner: string }
  'mail.end_request.explained.text': { customer: string; partner: string }
  'mail.end_request.explained.next': { cloud: string; date: string }
  'mail.end_request.settled.subject': { customer: string; partner: string }
  'mail.end_request.settled.text': { cloud: string; customer: string; partner: string }
  'mail.end_request.settled.next': NoArguments
  'mail.end_request.words.asked': { customer: string }
  'mail.end_request.words.withdrawn': { customer: string }
  'mail.end_request.words.agreed': { partner: string }
  'mail.end_request.words.explained': { partner: string }
  'mail.end_request.words.settled': { cloud: string }
  'mail.end_request.outcome.partner_ends': { partner: string }
  'mail.end_request.outcome.continues': NoArguments
  'mail.end_request.outcome.not_agreed': NoArguments
  'mail.end_request.action': NoArguments
  'mail.renegotiation.stated.subject': { by: string }
  'mail.renegotiation.stated.text': { by: string; customer: string; partner: string }
  'mail.renegotiation.attested.subject': { by: string }
  'mail.renegotiation.attested.text': { by: string; customer: string; partner: string }
  'mail.renegotiation.declined.subject': { by: string }
  'mail.renegotiation.declined.text': { by: string; customer: string; partner: string }
  'mail.renegotiation.withdrawn.subject': { by: string }
  'mail.renegotiation.withdrawn.text': { by: string; customer: string; partner: string }
  'mail.renegotiation.words': NoArguments
  'mail.renegotiation.nothing': NoArguments
  'mail.renegotiation.action': NoArguments
  'mail.button.renegotiation': NoArguments
  'mail.button.end_request': NoArguments
  'mail.agreement_attested.subject': { partner: string }
  'mail.agreement_attested.text': { agreement: string; customer: string; date: string; partner: string; version: string }
  'mail.agreement_attested.means': { customer: string; partner: string }
  'mail.agreement_attested.action': NoArguments
  'mail.button.read_agreement': NoArguments
  'mail.agreement_attested.not_so': { cloud: string }
  'mail.join_requested.subject': { name: string; organisation: string }
  'mail.join_requested.text': { cloud: string; email: string; name: string; organisation: string }
  'mail.join_requested.action': NoArguments
  'mail.join_requested.caution': NoArguments
  'mail.join_decided.subject.approved': { cloud: string; organisation: string }
  'mail.join_decided.subject.declined': { organisation: string }
  'mail.join_decided.approved_admin': { organisation: string }
  'mail.join_decided.approved_user': { organisation: string }
  'mail.join_decided.declined': { organisation: string }
  'mail.join_decided.action': NoArguments
  'mail.second_factor_reset.subject': { cloud: string }
  'mail.second_factor_reset.by_global_admin': { cloud: string }
  'mail.second_factor_reset.by_operator': { cloud: string }
  'mail.second_factor_reset.action': NoArguments
  'mail.second_factor_reset.caution': NoArguments
  'mail.role_changed.subject': { name: string; organisation: string }
  'mail.role_changed.subject.own': { organisation: string }
  'mail.role_changed.text': { before: string; by: string; cloud: string; email: string; name: string; organisation: string; role: string; time: string }
  'mail.role_changed.text.own': { before: string; by: string; cloud: string; organisation: string; role: string; time: string }
  'mail.role_changed.about.global_admin': NoArguments
  'mail.role_changed.about.relationship_manager': NoArguments
  'mail.role_changed.about.user': NoArguments
  'mail.role_changed.action': { cloud: string }
  'mail.work_account.subject': { cloud: string }
  'mail.work_account.text': { organisation: string }
  'mail.work_account.action': NoArguments
  'mail.work_account_exists.subject': { cloud: string }
  'mail.work_account_exists.text': NoArguments
  'mail.work_account_exists.action': NoArguments
  'mail.verify_contact.subject': { organisation: string }
  'mail.verify_contact.text': { cloud: string; organisation: string; person: string }
  'mail.verify_contact.why': NoArguments
  'mail.verify_contact.action': NoArguments
  'mail.verify_contact.caution': NoArguments
  'mail.security_contact.subject': { organisation: string }
  'mail.security_contact.text': { cloud: string; organisation: string }
  'mail.security_contact.action': NoArguments
  'mail.security_contact.caution': { organisation: string }
  'mail.security_contact_ended.subject': { organisation: string }
  'mail.security_contact_ended.text': { cloud: string; organisation: string }
  'mail.security_contact_ended.action': NoArguments
  'mail.enrolment_status.subject': { organisation: string }
  'mail.enrolment_status.submitted': { organisation: string }
  'mail.enrolment_status.blocked_denied': { organisation: string }
  'mail.enrolment_status.email_verified': { organisation: string }
  'mail.enrolment_status.in_review': { organisation: string }
  'mail.enrolment_status.re_review': { organisation: string }
  'mail.enrolment_status.active': { cloud: string; organisation: string }
  'mail.enrolment_status.closed': { organisation: string }
  'mail.enrolment_status.days': NoArguments
  'mail.enrolment_status.weeks': NoArguments
  'mail.enrolment_status.closed.action': NoArguments
  'mail.enrolment_contact.action': { email: string; person: string }
  'mail.enrolment_status.action': NoArguments
  'mail.enrolment_deadline': { date: string }
  'mail.enrolment_news.text': { organisation: string }
  'mail.enrolment_news.actor': { email: string; person: string }
  'mail.enrolment_news.action': NoArguments
  'mail.enrolment_accepted.subject': { organisation: string }
  'mail.enrolment_accepted.text': { cloud: string; organisation: string }
  'mail.enrolment_accepted.re_review': { organisation: string }
  'mail.enrolment_accepted.action': NoArguments
  'mail.enrolment_rejected.subject': { organisation: string }
  'mail.enrolment_rejected.text': { organisation: string }
  'mail.enrolment_rejected.re_review': { organisation: string }
  'mail.enrolment_rejected.action': NoArguments
  'mail.enrolment_rejected.action.re_review': NoArguments
  'mail.documents_requested.subject': { organisation: string }
  'mail.documents_requested.text': { organisation: string }
  'mail.documents_requested.action': NoArguments
  'mail.account_ready.subject': NoArguments
  'mail.account_ready.text': { agreement: string; cloud: string; organisation: string }
  'mail.account_ready.agent': NoArguments
  'mail.account_ready.action': NoArguments
  'mail.deauthorisation_warning.subject': { organisation: string }
  'mail.deauthorisation_warning.text': { cloud: string; date: string; days: number; organisation: string }
  'mail.deauthorisation_warning.effect': NoArguments
  'mail.deauthorisation_warning.action': NoArguments
  'mail.partner_suspended.subject': { organisation: string }
  'mail.partner_suspended.text': { cloud: string; organisation: string }
  'mail.partner_suspended.effect': NoArguments
  'mail.partner_suspended.frozen': NoArguments
  'mail.partner_suspended.action': NoArguments
  'mail.suspension_lifted.subject': { organisation: string }
  'mail.suspension_lifted.text': { cloud: string; organisation: string }
  'mail.suspension_lifted.effect': NoArguments
  'mail.suspension_lifted.frozen': NoArguments
  'mail.suspension_lifted.action': NoArguments
  'mail.own_privileges.frozen.subject': { cloud: string }
  'mail.own_privileges.frozen.text': { cloud: string; organisation: string }
  'mail.own_privileges.frozen.next': NoArguments
  'mail.own_privileges.thawed.subject': { cloud: string }
  'mail.own_privileges.thawed.text': { cloud: string; organisation: string }
  'mail.own_privileges.thawed.next': NoArguments
  'mail.own_privileges.action': NoArguments
  'mail.link_revoked.subject': { count: number }
  'mail.link_revoked.text': { cloud: string; organisation: string }
  'mail.link_revoked.requests': { count: number }
  'mail.link_revoked.action': NoArguments
  'mail.button.requests': NoArguments
  'mail.service_request.subject': { event: string; title: string }
  'mail.service_request.partner.opened': { cloud: string }
  'mail.service_request.partner.answered': { cloud: string }
  'mail.service_request.partner.asked': { cloud: string }
  'mail.service_request.partner.closed': { cloud: string }
  'mail.service_request.operator.opened': { partner: string }
  'mail.service_request.operator.replied': { partner: string }
  'mail.service_request.operator.closed': { partner: string }
  'mail.service_request.operator.reopened': { partner: string }
  'mail.service_request.card': NoArguments
  'mail.service_request.about': { customer: string; title: string }
  'mail.service_request.words': NoArguments
  'mail.service_request.action': NoArguments
  'mail.button.service_request': NoArguments
  'mail.referral_asked.subject': { partner: string }
  'mail.referral_asked.text': { cloud: string; partner: string }
  'mail.referral_asked.action': NoArguments
  'mail.referral_asked.caution': NoArguments
  'mail.referral.subject.new': { company: string }
  'mail.referral.subject.reminder': { company: string }
  'mail.referral.text.directory': { cloud: string }
  'mail.referral.text.operator': { cloud: string }
  'mail.referral.text.provider': { cloud: string }
  'mail.referral.card': NoArguments
  'mail.referral.deadline': { time: string }
  'mail.referral.words': NoArguments
  'mail.referral.action': NoArguments
  'mail.button.referral': NoArguments
  'mail.referral_closed.subject': { partner: string; status: string }
  'mail.referral_closed.customer.declined': { cloud: string; partner: string }
  'mail.referral_closed.customer.expired': { cloud: string; partner: string }
  'mail.referral_closed.customer.action': NoArguments
  'mail.referral_closed.provider.declined': { company: string; partner: string }
  'mail.referral_closed.provider.expired': { company: string; partner: string }
  'mail.referral_closed.provider.action': NoArguments
  'mail.button.referral_customer': NoArguments
  'mail.button.referral_provider': NoArguments
  'mail.referral.company': { company: string }
  'mail.referral.country': { country: string }
  'mail.given_up.partner.subject': { partner: string }
  'mail.given_up.partner.text': { organisation: string; partner: string; services: string; time: string }
  'mail.given_up.operator.subject': { partner: string }
  'mail.given_up.operator.text': { organisation: string; partner: string; services: string; time: string }
  'mail.given_up.means': { partner: string }
  'mail.given_up.next': { partner: string }
  'draft.subject': { cloud: string; partner: string }
  'draft.greeting': NoArguments
  'draft.request': { cloud: string; partner: string }
  'draft.privileges': { services: string }
  'draft.instruction': { agreement: string }
  'draft.closing': { partner: string; person: string }
  'draft.missing.subject': { cloud: string; partner: string }
  'draft.missing.request': { cloud: string; partner: string }
  'draft.missing.privileges': { services: string }
  'draft.joint.subject': { cloud: string; provider: string; reseller: string }
  'draft.joint.request': { cloud: string; provider: string; reseller: string }
  'draft.joint.privileges': { provider: string; reseller: string; services: string }
  'draft.resellers.subject': { cloud: string; partner: string }
  'draft.resellers.request': { cloud: string; partner: string }
  'draft.resellers.privileges': NoArguments
  'draft.resellers.instruction': { cloud: string }
  'users.title': NoArguments
  'users.intro': NoArguments
  'users.add': NoArguments
  'users.search': NoArguments
  'users.search.hint': NoArguments
  'users.filter.role': NoArguments
  'users.filter.any': NoArguments
  'users.filter.factor': NoArguments
  'users.filter.factor.any': NoArguments
  'users.filter.factor.none': NoArguments
  'users.filter.clear': NoArguments
  'users.table': NoArguments
  'users.table.removed': NoArguments
  'users.agent_type': NoArguments
  'users.admin_type': NoArguments
  'users.column.state': NoArguments
  'users.you': NoArguments
  'users.agent.none': NoArguments
  'users.agent.admin_agent': NoArguments
  'users.agent.sales_agent': NoArguments
  'users.agent.helpdesk_agent': NoArguments
  'users.admin.none': NoArguments
  'users.admin.global_admin': NoArguments
  'users.admin.user_admin': NoArguments
  'users.admin.billing_admin': NoArguments
  'users.state.created': NoArguments
  'users.state.must_change': NoArguments
  'users.state.active': NoArguments
  'users.state.expired_temp': NoArguments
  'users.state.link_sent': NoArguments
  'users.state.link_expired': NoArguments
  'users.state.removed': NoArguments
  'users.state.purged': NoArguments
  'users.no_match.title': NoArguments
  'users.no_match.text': NoArguments
  'users.removed.show': NoArguments
  'users.removed.title': NoArguments
  'users.removed.intro': NoArguments
  'users.removed.empty.title': NoArguments
  'users.removed.empty.text': NoArguments
  'users.removed.done': NoArguments
  'users.removed.toast': NoArguments
  'users.back': NoArguments
  'users.need_agent.title': NoArguments
  'users.need_agent.text': NoArguments
  'users.need_agent.submit': NoArguments
  'users.need_agent.done': NoArguments
  'users.who_can': { admins: string; count: number }
  'users.add.title': NoArguments
  'users.add.intro': NoArguments
  'users.add.domains': { domains: string }
  'users.add.submit': NoArguments
  'users.field.name': NoArguments
  'users.field.email.hint': NoArguments
  'users.field.agent_type.hint': NoArguments
  'users.field.admin_type.hint': NoArguments
  'users.field.admin_type.locked': NoArguments
  'users.field.admin_type.own': NoArguments
  'users.field.roles.elsewhere': { portal: string }
  'users.roles.link': NoArguments
  'users.once.added': { name: string }
  'users.once.reset': { name: string }
  'users.once.warning': NoArguments
  'users.once.warning.text': NoArguments
  'users.once.title': NoArguments
  'users.once.site': NoArguments
  'users.once.user_name': NoArguments
  'users.once.password': NoArguments
  'users.once.until': NoArguments
  'users.once.copy_text': { email: string; password: string; site: string }
  'users.once.how': { name: string }
  'users.once.done': NoArguments
  'users.once.gone.title': NoArguments
  'users.once.gone.text': NoArguments
  'users.mailed.title': NoArguments
  'users.mailed.text': { email: string; name: string; time: string }
  'users.user.saved': NoArguments
  'users.user.restored': NoArguments
  'users.user.factor_reset': NoArguments
  'users.user.since': NoArguments
  'users.user.temporary_until': NoArguments
  'users.user.link_until': NoArguments
  'users.user.link_sent': NoArguments
  'users.user.edit': NoArguments
  'users.user.removed_until': { date: string }
  'users.reset.title': NoArguments
  'users.reset.text': NoArguments
  'users.reset.mailed': { email: string; name: string; time: string }
  'users.reset.submit': NoArguments
  'users.reset.self': NoArguments
  'users.reset.self_service': NoArguments
  'users.reset.elsewhere': { portal: string }
  'users.portal.open': { portal: string }
  'users.link.title': NoArguments
  'users.link.text': { email: string }
  'users.link.submit': NoArguments
  'users.remove.title': { name: string }
  'users.remove.panel': NoArguments
  'users.factor.text': NoArguments
  'users.remove.text': NoArguments
  'users.remove.out': { name: string }
  'users.remove.stays': { name: string }
  'users.remove.back': NoArguments
  'users.remove.submit': NoArguments
  'users.restore.submit': NoArguments
  'users.roles.title': NoArguments
  'users.roles.intro': NoArguments
  'users.roles.yours': NoArguments
  'users.roles.may': NoArguments
  'users.roles.about.admin_agent': NoArguments
  'users.roles.about.sales_agent': NoArguments
  'users.roles.about.helpdesk_agent': NoArguments
  'users.roles.about.global_admin': NoArguments
  'users.roles.about.user_admin': NoArguments
  'users.roles.about.billing_admin': NoArguments
  'users.permission.customers.view': NoArguments
  'users.permission.customers.remove': NoArguments
  'users.permission.home.view': NoArguments
  'users.permission.relationship_request.prepare': NoArguments
  'users.permission.relationship_request.include_privileges': NoArguments
  'users.permission.relationship_request.view_log': NoArguments
  'users.permission.customer_users.view': NoArguments
  'users.permission.customer_users.manage': NoArguments
  'users.permission.customer_users.reset_password': NoArguments
  'users.permission.customer_services.open': NoArguments
  'users.permission.customer_licences.view': NoArguments
  'users.permission.customer_licences.assign': NoArguments
  'users.permission.customer_profile.view': NoArguments
  'users.permission.customer_profile.edit': NoArguments
  'users.permission.customer_profile.edit_billing': NoArguments
  'users.permission.customer_agreement.view': NoArguments
  'users.permission.customer_agreement.attest': NoArguments
  'users.permission.billing.view': NoArguments
  'users.permission.enrolment.manage': NoArguments
  'users.permission.agreement.sign': NoArguments
  'users.permission.users.view_admins': NoArguments
  'users.permission.users.view': NoArguments
  'users.permission.users.manage': NoArguments
  'users.permission.users.assign_admin_roles': NoArguments
  'users.permission.users.reset_password': NoArguments
  'users.permission.users.reset_second_factor': NoArguments
  'users.permission.users.manage_own_agent_role': NoArguments
  'users.permission.account.view': NoArguments
  'users.permission.account.edit': NoArguments
  'users.permission.account.edit_support': NoArguments
  'users.permission.provider_entry.edit': NoArguments
  'users.permission.partnerships.view': NoArguments
  'users.permission.partnerships.invite': NoArguments
  'users.permission.partnerships.authorise': NoArguments
  'users.permission.partnerships.remove': NoArguments
  'users.permission.partnerships.remove_access': NoArguments
  'users.permission.reseller_accounts.view': NoArguments
  'users.permission.account.view_activity': NoArguments
  'users.permission.account.manage_sign_in': NoArguments
  'users.permission.subscriptions.view': NoArguments
  'users.permission.subscriptions.order': NoArguments
  'users.permission.customers.label': NoArguments
  'users.permission.business_profile.edit': NoArguments
  'users.permission.service_requests.view': NoArguments
  'users.permission.service_requests.create': NoArguments
  'users.permission.service_requests.answer': NoArguments
  'users.permission.service_request_queue.view': NoArguments
  'users.permission.service_request_queue.handle': NoArguments
  'users.permission.customers.add': NoArguments
  'users.permission.customers.import': NoArguments
  'users.permission.customer_purchases.view': NoArguments
  'users.permission.customer_purchases.permit': NoArguments
  'users.permission.support_contacts.assign': NoArguments
  'users.permission.referrals.view': NoArguments
  'users.permission.referrals.answer': NoArguments
  'users.permission.referrals.refer': NoArguments
  'users.permission.referral_register.view': NoArguments
  'users.permission.referral_register.refer': NoArguments
  'users.permission.admin_grants.view': NoArguments
  'users.permission.admin_grants.give_up': NoArguments
  'users.permission.unused_grants.view': NoArguments
  'users.permission.unused_grants.remove': NoArguments
  'settings.nav.label': NoArguments
  'settings.profile.title': NoArguments
  'settings.profile.intro': { organisation: string }
  'settings.profile.legal': NoArguments
  'settings.profile.address': NoArguments
  'settings.profile.contact': NoArguments
  'settings.profile.contact_status': NoArguments
  'settings.profile.contact_status.none': NoArguments
  'settings.profile.contact_status.sent': NoArguments
  'settings.profile.contact_status.verified': NoArguments
  'settings.profile.contact_status.denied': NoArguments
  'settings.profile.contact_status.bounced': NoArguments
  'settings.profile.support': NoArguments
  'settings.profile.support_website': NoArguments
  'settings.profile.membership': NoArguments
  'settings.profile.membership_name': NoArguments
  'settings.profile.membership.none': NoArguments
  'settings.profile.membership.text': NoArguments
  'settings.profile.empty': NoArguments
  'settings.profile.change_legal': NoArguments
  'settings.profile.change_contact': NoArguments
  'settings.profile.change_support': NoArguments
  'settings.profile.verified': NoArguments
  'settings.profile.pending': NoArguments
  'settings.profile.review.title': NoArguments
  'settings.profile.review.text': { when: string }
  'settings.profile.review.time': { reviewTime: string }
  'settings.profile.review.next': { next: string }
  'settings.profile.review.expired': NoArguments
  'settings.profile.review.resend': NoArguments
  'settings.profile.review.resent': NoArguments
  'settings.profile.refused.title': NoArguments
  'settings.profile.refused.text': { reason: string }
  'settings.profile.saved.profile': NoArguments
  'settings.profile.saved.contact': NoArguments
  'settings.profile.saved.support': NoArguments
  'settings.profile.saved.nothing': NoArguments
  'settings.legal.title': NoArguments
  'settings.legal.intro': NoArguments
  'settings.legal.region': NoArguments
  'settings.legal.country.hint': NoArguments
  'settings.legal.submit': NoArguments
  'settings.contact.title': NoArguments
  'settings.contact.intro': NoArguments
  'settings.contact.who': NoArguments
  'settings.contact.who.me': NoArguments
  'settings.contact.who.me.hint': NoArguments
  'settings.contact.who.someone_else': NoArguments
  'settings.contact.email.hint': NoArguments
  'settings.support.title': NoArguments
  'settings.support.intro': NoArguments
  'settings.back.profile': NoArguments
  'settings.back.sign_in': NoArguments
  'settings.agreement.title': NoArguments
  'settings.agreement.intro': NoArguments
  'settings.agreement.table': NoArguments
  'settings.agreement.column.name': NoArguments
  'settings.agreement.column.version': NoArguments
  'settings.agreement.column.company': NoArguments
  'settings.agreement.column.signer': NoArguments
  'settings.agreement.column.time': NoArguments
  'settings.agreement.read': { name: string; version: string }
  'settings.agreement.none.title': NoArguments
  'settings.agreement.none.text': NoArguments
  'settings.agreement.due.title': NoArguments
  'settings.agreement.due.text': { version: string }
  'settings.agreement.due.accept': { name: string; organisation: string }
  'settings.agreement.due.signer': NoArguments
  'settings.agreement.due.submit': NoArguments
  'settings.agreement.due.signed': NoArguments
  'settings.sign_in.title': NoArguments
  'settings.sign_in.intro': { organisation: string }
  'settings.sign_in.factor': NoArguments
  'settings.sign_in.factor.on': NoArguments
  'settings.sign_in.factor.off': NoArguments
  'settings.sign_in.factor.relax': NoArguments
  'settings.sign_in.directory': NoArguments
  'settings.sign_in.directory.text': NoArguments
  'settings.sign_in.directory.state': NoArguments
  'settings.sign_in.directory.none': NoArguments
  'settings.sign_in.directory.untested': NoArguments
  'settings.sign_in.directory.off': NoArguments
  'settings.sign_in.directory.on': NoArguments
  'settings.sign_in.directory.manage': NoArguments
  'settings.sign_in.directory.change': NoArguments
  'settings.sign_in.saved.required': NoArguments
  'settings.sign_in.saved.optional': NoArguments
  'settings.directory.title': NoArguments
  'settings.directory.intro': NoArguments
  'settings.directory.step.save': NoArguments
  'settings.directory.step.test': NoArguments
  'settings.directory.step.switch': NoArguments
  'settings.directory.redirect': NoArguments
  'settings.directory.redirect.hint': NoArguments
  'settings.directory.redirect.former': NoArguments
  'settings.directory.issuer': NoArguments
  'settings.directory.issuer.hint': NoArguments
  'settings.directory.client_id': NoArguments
  'settings.directory.client_secret': NoArguments
  'settings.directory.client_secret.new': NoArguments
  'settings.directory.client_secret.kept': NoArguments
  'settings.directory.save.off': NoArguments
  'settings.directory.test.text': { email: string }
  'settings.directory.test.done': { when: string }
  'settings.directory.test': NoArguments
  'settings.directory.test.first': NoArguments
  'settings.directory.verified': NoArguments
  'settings.directory.verified.text': NoArguments
  'settings.directory.verified.scope': { domains: string }
  'settings.directory.verified.since': { date: string }
  'settings.directory.verified.count': NoArguments
  'settings.directory.verified.stop': NoArguments
  'settings.directory.verified.no_domain': NoArguments
  'settings.directory.switch.text': NoArguments
  'settings.directory.direct': NoArguments
  'settings.directory.direct.hint': { domains: string }
  'settings.directory.direct.hint.none': NoArguments
  'settings.directory.switch.first': NoArguments
  'settings.directory.switch_on': NoArguments
  'settings.directory.switch_off': NoArguments
  'settings.directory.remove': NoArguments
  'settings.directory.remove.text': NoArguments
  'settings.directory.remove.final': NoArguments
  'settings.directory.saved.saved': NoArguments
  'settings.directory.saved.tested': NoArguments
  'settings.directory.saved.on': NoArguments
  'settings.directory.saved.off': NoArguments
  'settings.directory.saved.verified': NoArguments
  'settings.directory.saved.unverified': NoArguments
  'settings.directory.saved.removed': NoArguments
  'settings.leave.title': NoArguments
  'settings.leave.text': { host: string }
  'settings.leave.go': { host: string }
  'settings.visitor.title': NoArguments
  'settings.visitor.intro': NoArguments
  'settings.visitor.direct.intro': NoArguments
  'settings.visitor.submit': NoArguments
  'settings.visitor.password': NoArguments
  'settings.visitor.none': NoArguments
  'settings.visitor.direct.none': NoArguments
  'settings.callback.title': NoArguments
  'settings.callback.back': NoArguments
  'settings.activity.title': NoArguments
  'settings.activity.intro': NoArguments
  'settings.activity.table': NoArguments
  'settings.activity.open': NoArguments
  'settings.activity.column.time': NoArguments
  'settings.activity.column.what': NoArguments
  'settings.activity.column.who': NoArguments
  'settings.activity.column.roles': NoArguments
  'settings.activity.column.about': NoArguments
  'settings.activity.column.service': NoArguments
  'settings.activity.column.reason': NoArguments
  'settings.activity.column.access': NoArguments
  'settings.activity.column.email': NoArguments
  'settings.activity.column.code': NoArguments
  'settings.activity.operator': NoArguments
  'settings.activity.outside': NoArguments
  'settings.activity.about.more': { count: number; names: string }
  'settings.activity.other': { code: string }
  'settings.activity.filter.subject': NoArguments
  'settings.activity.filter.subject.all': NoArguments
  'settings.activity.subject.sign_in': NoArguments
  'settings.activity.subject.users': NoArguments
  'settings.activity.subject.account': NoArguments
  'settings.activity.subject.customers': NoArguments
  'settings.activity.filter.person': NoArguments
  'settings.activity.filter.bad': NoArguments
  'settings.activity.export': NoArguments
  'settings.activity.empty.title': NoArguments
  'settings.activity.empty.text': NoArguments
  'settings.act.session.started': NoArguments
  'settings.act.session.second_factor_asked': NoArguments
  'settings.act.session.password_change_asked': NoArguments
  'settings.act.session.refused': NoArguments
  'settings.act.session.ended': NoArguments
  'settings.act.session.moved': NoArguments
  'settings.act.session.stepped_up': NoArguments
  'settings.act.session.step_up_refused': NoArguments
  'settings.act.permission.refused': NoArguments
  'settings.act.password.changed': NoArguments
  'settings.act.password.reset': NoArguments
  'settings.act.second_factor.set_up_begun': NoArguments
  'settings.act.second_factor.turned_on': NoArguments
  'settings.act.second_factor.turned_off': NoArguments
  'settings.act.second_factor.refused': NoArguments
  'settings.act.second_factor.recovery_codes_made': NoArguments
  'settings.act.second_factor.recovery_code_used': NoArguments
  'settings.act.second_factor.reset': NoArguments
  'settings.act.second_factor.reset_asked': NoArguments
  'settings.act.second_factor.reset_withdrawn': NoArguments
  'settings.act.account.sessions_ended': NoArguments
  'settings.act.account.suspended': NoArguments
  'settings.act.account.suspension_lifted': NoArguments
  'settings.act.directory.signed_in': NoArguments
  'settings.act.directory.refused': NoArguments
  'settings.act.user.created': NoArguments
  'settings.act.user.link_sent': NoArguments
  'settings.act.account.set_up': NoArguments
  'settings.act.account.joined': NoArguments
  'settings.act.user.updated': NoArguments
  'settings.act.user.password_reset': NoArguments
  'settings.act.user.removed': NoArguments
  'settings.act.user.restored': NoArguments
  'settings.act.person.erased': NoArguments
  'settings.act.partner.created': NoArguments
  'settings.act.tenant.exported': NoArguments
  'settings.act.partner.suspended': NoArguments
  'settings.act.provider_entry.saved': NoArguments
  'settings.act.provider_entry.listed': NoArguments
  'settings.act.provider_entry.unlisted': NoArguments
  'settings.act.partnership.authorised': NoArguments
  'settings.act.partnership.declined': NoArguments
  'settings.act.partnership.access_removed': NoArguments
  'settings.act.partnership.account_viewed': NoArguments
  'settings.act.partnership.removed': NoArguments
  'settings.act.partner.suspension_lifted': NoArguments
  'settings.act.partner.deauthorised': NoArguments
  'settings.act.partner.deauthorisation_announced': NoArguments
  'settings.act.partner.deauthorisation_withdrawn': NoArguments
  'settings.act.enrolment.started': NoArguments
  'settings.act.enrolment.membership_signed_in': NoArguments
  'settings.act.enrolment.membership_refused': NoArguments
  'settings.act.enrolment.membership_linked': NoArguments
  'settings.act.enrolment.membership_cancelled': NoArguments
  'settings.act.enrolment.membership_postponed': NoArguments
  'settings.act.enrolment.submitted': NoArguments
  'settings.act.enrolment.contact_verified': NoArguments
  'settings.act.enrolment.contact_denied': NoArguments
  'settings.act.enrolment.contact_changed': NoArguments
  'settings.act.enrolment.contact_mail_repeated': NoArguments
  'settings.act.enrolment.review_started': NoArguments
  'settings.act.enrolment.documents_requested': NoArguments
  'settings.act.enrolment.documents_provided': NoArguments
  'settings.act.enrolment.document_uploaded': NoArguments
  'settings.act.enrolment.consent_given': NoArguments
  'settings.act.enrolment.document_read': NoArguments
  'settings.act.enrolment.profile_corrected': NoArguments
  'settings.act.enrolment.accepted': NoArguments
  'settings.act.enrolment.rejected': NoArguments
  'settings.act.enrolment.appealed': NoArguments
  'settings.act.enrolment.deadline_set': NoArguments
  'settings.act.enrolment.closed': NoArguments
  'settings.act.enrolment.reopened': NoArguments
  'settings.act.enrolment.agreement_signed': NoArguments
  'settings.act.enrolment.profile_changed': NoArguments
  'settings.act.account.support_changed': NoArguments
  'settings.act.account.second_factor_required': NoArguments
  'settings.act.account.second_factor_made_optional': NoArguments
  'settings.act.directory.saved': NoArguments
  'settings.act.directory.tested': NoArguments
  'settings.act.directory.turned_on': NoArguments
  'settings.act.directory.turned_off': NoArguments
  'settings.act.directory.addresses_declared': NoArguments
  'settings.act.directory.declaration_withdrawn': NoArguments
  'settings.act.directory.removed': NoArguments
  'settings.act.relationship.accepted': NoArguments
  'settings.act.relationship.removed': NoArguments
  'settings.act.relationship_request.prepared': NoArguments
  'settings.act.relationship_request.sent': NoArguments
  'settings.act.relationship_request.sent_again': NoArguments
  'settings.act.relationship_request.withdrawn': NoArguments
  'settings.act.relationship_request.declined': NoArguments
  'settings.act.relationship_link.revoked': NoArguments
  'settings.act.partner.privileges_frozen': NoArguments
  'settings.act.partner.privileges_thawed': NoArguments
  'settings.act.admin_grant.removed_by_operator': NoArguments
  'settings.act.admin_grant.removed_by_customer': NoArguments
  'settings.act.end_request.asked': NoArguments
  'settings.act.end_request.withdrawn': NoArguments
  'settings.act.end_request.agreed': NoArguments
  'settings.act.end_request.explained': NoArguments
  'settings.act.end_request.settled': NoArguments
  'settings.act.agreement.attested': NoArguments
  'settings.act.renegotiation.stated': NoArguments
  'settings.act.renegotiation.attested': NoArguments
  'settings.act.renegotiation.declined': NoArguments
  'settings.act.renegotiation.withdrawn': NoArguments
  'settings.act.customer_service.opened': NoArguments
  'settings.act.customer_users.viewed': NoArguments
  'settings.act.customer_users.managed': NoArguments
  'settings.act.customer_users.password_reset': NoArguments
  'settings.act.customer_user.created': NoArguments
  'settings.act.customer_user.updated': NoArguments
  'settings.act.customer_user.disabled': NoArguments
  'settings.act.customer_user.enabled': NoArguments
  'settings.act.customer_user.deleted': NoArguments
  'settings.act.customer_user.restored': NoArguments
  'settings.act.customer_licences.viewed': NoArguments
  'settings.act.customer_licences.assigned': NoArguments
  'settings.act.customer_licences.changed': NoArguments
  'settings.act.customer_profile.viewed': NoArguments
  'settings.act.customer_profile.changed': NoArguments
  'settings.act.customer_profile.billing_changed': NoArguments
  'settings.provider.intro': NoArguments
  'settings.provider.saved': NoArguments
  'settings.provider.listed': NoArguments
  'settings.provider.view': NoArguments
  'settings.provider.unlisted': NoArguments
  'settings.provider.unlisted.unwritten': NoArguments
  'settings.provider.unlisted.written': NoArguments
  'settings.provider.suspended': NoArguments
  'settings.provider.countries.hint': NoArguments
  'settings.provider.region': NoArguments
  'settings.provider.contact.hint': NoArguments
  'settings.act.customer_service.entered': NoArguments
  'settings.act.subscription.ordered': NoArguments
  'settings.act.subscription.changed': NoArguments
  'settings.act.subscription.provisioned': NoArguments
  'settings.act.subscription.failed': NoArguments
  'settings.act.order_ask.sent': NoArguments
  'settings.act.order_ask.declined': NoArguments
  'settings.act.order_ask.withdrawn': NoArguments
  'settings.act.customer.labelled': NoArguments
  'settings.act.customer_view.saved': NoArguments
  'settings.act.customer_view.deleted': NoArguments
  'settings.act.customer_export.asked': NoArguments
  'settings.act.business_profile.saved': NoArguments
  'settings.act.business_profile.logo_changed': NoArguments
  'settings.business.intro': NoArguments
  'settings.business.saved': NoArguments
  'settings.business.logo_saved': NoArguments
  'settings.business.published': NoArguments
  'settings.business.unpublished': NoArguments
  'settings.business.unpublished.text': NoArguments
  'settings.business.updated': { date: string }
  'settings.business.suspended': NoArguments
  'settings.business.description': NoArguments
  'settings.business.description.hint': NoArguments
  'settings.business.services': NoArguments
  'settings.business.locations': NoArguments
  'settings.business.locations.hint': NoArguments
  'settings.business.city': { number: string }
  'settings.business.country': { number: string }
  'settings.business.publish': NoArguments
  'settings.business.logo': NoArguments
  'settings.business.logo.hint': NoArguments
  'settings.business.logo.upload': NoArguments
  'settings.business.logo.remove': NoArguments
  'settings.act.service_request.opened': NoArguments
  'settings.act.service_request.answered': NoArguments
  'settings.act.service_request.asked': NoArguments
  'settings.act.service_request.replied': NoArguments
  'settings.act.service_request.closed': NoArguments
  'settings.act.service_request.reopened': NoArguments
  'settings.act.service_request.document_read': NoArguments
  'settings.act.customer.taken_in': NoArguments
  'settings.act.customer.added': NoArguments
  'settings.act.customer.first_password_made': NoArguments
  'settings.act.customer_import.uploaded': NoArguments
  'settings.act.customer_import.started': NoArguments
  'settings.act.customer_import.finished': NoArguments
  'settings.act.customer_import.cancelled': NoArguments
  'settings.act.customer_purchases.allowed': NoArguments
  'settings.act.customer_purchases.forbidden': NoArguments
  'settings.act.subscription.support_assigned': NoArguments
  'settings.act.referral.created': NoArguments
  'settings.act.referral.accepted': NoArguments
  'settings.act.referral.declined': NoArguments
  'settings.act.referral.expired': NoArguments
  'settings.act.referral.won': NoArguments
  'settings.act.referral.lost': NoArguments
  'settings.act.admin_grant.removed_by_partner': NoArguments
  'enrol.steps.label': NoArguments
  'enrol.steps.membership': NoArguments
  'enrol.steps.legal_profile': NoArguments
  'enrol.steps.primary_contact': NoArguments
  'enrol.steps.support': NoArguments
  'enrol.steps.evidence': NoArguments
  'enrol.steps.review': NoArguments
  'enrol.steps.done': NoArguments
  'enrol.steps.later': NoArguments
  'enrol.save': NoArguments
  'enrol.save.kept': NoArguments
  'enrol.back_to_status': NoArguments
  'enrol.nav.application': NoArguments
  'enrol.welcome.title': NoArguments
  'enrol.welcome.sentence': { cloud: string }
  'enrol.welcome.kind': NoArguments
  'enrol.welcome.kind.indirect_reseller': NoArguments
  'enrol.welcome.kind.direct_bill': NoArguments
  'enrol.welcome.kind.indirect_provider': NoArguments
  'enrol.welcome.ready': NoArguments
  'enrol.welcome.only_for': { kinds: string }
  'enrol.welcome.next': NoArguments
  'enrol.welcome.already': NoArguments
  'enrol.welcome.resume': NoArguments
  'enrol.welcome.time.days': NoArguments
  'enrol.welcome.time.weeks': NoArguments
  'enrol.checklist.work_account': NoArguments
  'enrol.checklist.membership': NoArguments
  'enrol.checklist.legal_profile': NoArguments
  'enrol.checklist.primary_contact': NoArguments
  'enrol.checklist.support': NoArguments
  'enrol.checklist.own_account_per_cloud': NoArguments
  'enrol.checklist.eligibility': NoArguments
  'enrol.checklist.local_entity': NoArguments
  'enrol.checklist.credit_check': NoArguments
  'enrol.checklist.phone_challenge': NoArguments
  'enrol.account.title': NoArguments
  'enrol.account.sentence': { kind: string }
  'enrol.account.sign_in': NoArguments
  'enrol.account.create': NoArguments
  'enrol.account.help.title': NoArguments
  'enrol.account.help.text': NoArguments
  'enrol.create.title': NoArguments
  'enrol.create.sentence': NoArguments
  'enrol.create.organisation': NoArguments
  'enrol.create.country': NoArguments
  'enrol.create.country.hint': NoArguments
  'enrol.create.name': NoArguments
  'enrol.create.email': NoArguments
  'enrol.create.email.hint': NoArguments
  'enrol.create.submit': NoArguments
  'enrol.check_mail.sentence': NoArguments
  'enrol.check_mail.hint': NoArguments
  'enrol.confirm.title': NoArguments
  'enrol.confirm.sentence': { email: string }
  'enrol.confirm.then': NoArguments
  'enrol.confirm.submit': NoArguments
  'enrol.contact_link.title': NoArguments
  'enrol.contact_link.sentence': { email: string; organisation: string }
  'enrol.contact_link.signed_up': { organisation: string }
  'enrol.contact_link.address': { email: string; organisation: string }
  'enrol.contact_link.submit': NoArguments
  'enrol.contact_link.deny.title': NoArguments
  'enrol.contact_link.deny.text': NoArguments
  'enrol.contact_link.deny': NoArguments
  'enrol.contact_link.verified.title': NoArguments
  'enrol.contact_link.verified.text': { email: string; organisation: string }
  'enrol.contact_link.actor': NoArguments
  'enrol.contact_link.denied.title': NoArguments
  'enrol.contact_link.denied.text': { email: string; organisation: string }
  'enrol.start.title': { organisation: string }
  'enrol.start.sentence': { organisation: string }
  'enrol.start.kind': NoArguments
  'enrol.start.submit': NoArguments
  'enrol.start.stopped.title': NoArguments
  'enrol.start.stopped.admins': NoArguments
  'enrol.membership.title': NoArguments
  'enrol.membership.sentence': NoArguments
  'enrol.membership.user_name': NoArguments
  'enrol.membership.password': NoArguments
  'enrol.membership.password.hint': NoArguments
  'enrol.membership.signing_in_as': { user: string }
  'enrol.membership.next': NoArguments
  'enrol.membership.sign_in': NoArguments
  'enrol.membership.other_user': NoArguments
  'enrol.membership.later': NoArguments
  'enrol.membership.later.text': NoArguments
  'enrol.membership.wrong': NoArguments
  'enrol.choose.title': NoArguments
  'enrol.choose.sentence': NoArguments
  'enrol.choose.legend': NoArguments
  'enrol.choose.profile': { mpn: string; name: string }
  'enrol.choose.submit': NoArguments
  'enrol.choose.first': NoArguments
  'enrol.choose.none.title': NoArguments
  'enrol.choose.none.text': NoArguments
  'enrol.choose.not_listed': NoArguments
  'enrol.choose.reason.inactive': NoArguments
  'enrol.choose.reason.other_country': { country: string; profileCountry: string }
  'enrol.choose.reason.in_use': NoArguments
  'enrol.membership.linked': { mpn: string; name: string }
  'enrol.membership.replace': NoArguments
  'enrol.membership.undo': NoArguments
  'enrol.profile.title': NoArguments
  'enrol.profile.sentence': NoArguments
  'enrol.profile.legal_name': NoArguments
  'enrol.profile.country': NoArguments
  'enrol.profile.region': NoArguments
  'enrol.contact.title': NoArguments
  'enrol.contact.sentence': NoArguments
  'enrol.contact.who': NoArguments
  'enrol.contact.me': { email: string; name: string }
  'enrol.contact.someone_else': NoArguments
  'enrol.contact.email': NoArguments
  'enrol.contact.else.hint': NoArguments
  'enrol.contact.foreign': NoArguments
  'enrol.contact.foreign.text': { domains: string }
  'enrol.contact.change.title': NoArguments
  'enrol.contact.change.sentence': NoArguments
  'enrol.contact.change.submit': NoArguments
  'enrol.contact.correct.sentence': NoArguments
  'enrol.support.title': NoArguments
  'enrol.support.sentence': NoArguments
  'enrol.support.email': NoArguments
  'enrol.support.phone': NoArguments
  'enrol.support.website': NoArguments
  'enrol.review.title': NoArguments
  'enrol.review.sentence': NoArguments
  'enrol.review.edit': NoArguments
  'enrol.review.submit': NoArguments
  'enrol.review.missing': { parts: string }
  'enrol.review.membership.missing': NoArguments
  'enrol.review.not_given': NoArguments
  'enrol.status.title': NoArguments
  'enrol.status.sentence': { kind: string; organisation: string }
  'enrol.status.panel': NoArguments
  'enrol.status.state': NoArguments
  'enrol.status.since': NoArguments
  'enrol.status.reason': NoArguments
  'enrol.status.next': NoArguments
  'enrol.status.deadline': NoArguments
  'enrol.status.time': NoArguments
  'enrol.status.time.days': NoArguments
  'enrol.status.time.weeks': NoArguments
  'enrol.status.next.applicant': NoArguments
  'enrol.status.next.contact': NoArguments
  'enrol.status.next.operator': NoArguments
  'enrol.status.next.nobody': NoArguments
  'enrol.state.signed_in': NoArguments
  'enrol.state.membership_linked': NoArguments
  'enrol.state.membership_postponed': NoArguments
  'enrol.state.submitted': NoArguments
  'enrol.state.blocked_denied': NoArguments
  'enrol.state.email_verified': NoArguments
  'enrol.state.in_review': NoArguments
  'enrol.state.documents_requested': NoArguments
  'enrol.state.accepted': NoArguments
  'enrol.state.rejected': NoArguments
  'enrol.state.closed': NoArguments
  'enrol.state.active': NoArguments
  'enrol.state.re_review': NoArguments
  'enrol.todo.title': NoArguments
  'enrol.todo.draft': NoArguments
  'enrol.todo.draft.action': NoArguments
  'enrol.todo.evidence': NoArguments
  'enrol.todo.evidence.action': NoArguments
  'enrol.todo.wait_contact': { email: string; when: string }
  'enrol.todo.sending_contact': { email: string }
  'enrol.todo.expired': { email: string }
  'enrol.todo.bounced': { email: string }
  'enrol.todo.denied': { email: string }
  'enrol.todo.resend': NoArguments
  'enrol.todo.resend.wait': { wait: string }
  'enrol.todo.resent': NoArguments
  'enrol.todo.change_contact': NoArguments
  'enrol.todo.documents': NoArguments
  'enrol.todo.documents.action': NoArguments
  'enrol.todo.rejected': NoArguments
  'enrol.todo.rejected.action': NoArguments
  'enrol.todo.closed': NoArguments
  'enrol.todo.closed.action': NoArguments
  'enrol.todo.send.action': NoArguments
  'enrol.todo.deadline': { date: string }
  'enrol.todo.failed': { fields: string }
  'enrol.todo.accepted': NoArguments
  'enrol.todo.accepted.action': NoArguments
  'enrol.todo.membership': NoArguments
  'enrol.todo.membership.action': NoArguments
  'enrol.todo.operator': { email: string }
  'enrol.todo.operator.both': { email: string }
  'enrol.todo.active': NoArguments
  'enrol.todo.active.action': NoArguments
  'enrol.failed.membership': NoArguments
  'enrol.failed.legal_name': NoArguments
  'enrol.failed.registration_number': NoArguments
  'enrol.failed.address': NoArguments
  'enrol.failed.contact_name': NoArguments
  'enrol.failed.contact_email': NoArguments
  'enrol.failed.contact_phone': NoArguments
  'enrol.failed.support': NoArguments
  'enrol.timeline.title': NoArguments
  'enrol.timeline.empty': NoArguments
  'enrol.timeline.start': NoArguments
  'enrol.timeline.link_membership': NoArguments
  'enrol.timeline.cancel_membership': NoArguments
  'enrol.timeline.postpone_membership': NoArguments
  'enrol.timeline.submit': NoArguments
  'enrol.timeline.verify_contact': NoArguments
  'enrol.timeline.deny_contact': NoArguments
  'enrol.timeline.change_contact': NoArguments
  'enrol.timeline.start_review': NoArguments
  'enrol.timeline.request_documents': NoArguments
  'enrol.timeline.provide_documents': NoArguments
  'enrol.timeline.correct_profile': NoArguments
  'enrol.timeline.accept': NoArguments
  'enrol.timeline.reject': NoArguments
  'enrol.timeline.appeal': NoArguments
  'enrol.timeline.set_deadline': NoArguments
  'enrol.timeline.close': NoArguments
  'enrol.timeline.reopen': NoArguments
  'enrol.timeline.sign_agreement': NoArguments
  'enrol.timeline.change_profile': NoArguments
  'enrol.documents.title': NoArguments
  'enrol.documents.title.provide': NoArguments
  'enrol.documents.title.appeal': NoArguments
  'enrol.documents.sentence': { count: string }
  'enrol.documents.kind': NoArguments
  'enrol.documents.kind.registration': NoArguments
  'enrol.documents.kind.tax': NoArguments
  'enrol.documents.kind.address': NoArguments
  'enrol.documents.kind.authority': NoArguments
  'enrol.documents.kind.identity': NoArguments
  'enrol.documents.kind.eligibility': NoArguments
  'enrol.documents.kind.other': NoArguments
  'enrol.documents.file': NoArguments
  'enrol.documents.comment': NoArguments
  'enrol.documents.upload': NoArguments
  'enrol.documents.add': NoArguments
  'enrol.documents.none': NoArguments
  'enrol.documents.size': { size: string; when: string }
  'enrol.documents.saved': NoArguments
  'enrol.answer.unsent': NoArguments
  'enrol.answer.unsent.text': NoArguments
  'enrol.answer.correct': NoArguments
  'enrol.documents.send.title': NoArguments
  'enrol.documents.send.comment': NoArguments
  'enrol.documents.send.provide': NoArguments
  'enrol.documents.send.appeal': NoArguments
  'enrol.evidence.title': NoArguments
  'enrol.evidence.sentence': { cloud: string }
  'enrol.evidence.eligibility': NoArguments
  'enrol.evidence.eligibility.text': NoArguments
  'enrol.evidence.local_entity': NoArguments
  'enrol.evidence.local_entity.text': NoArguments
  'enrol.evidence.credit_check': NoArguments
  'enrol.evidence.credit_check.text': NoArguments
  'enrol.evidence.phone_challenge': NoArguments
  'enrol.evidence.phone_challenge.text': { name: string; phone: string }
  'enrol.evidence.phone_challenge.text.none': NoArguments
  'enrol.evidence.consent.eligibility': { organisation: string }
  'enrol.evidence.consent.credit_check': { organisation: string }
  'enrol.evidence.consent.give': NoArguments
  'enrol.evidence.consent.give_of': { check: string }
  'enrol.evidence.consent.given': { date: string }
  'enrol.evidence.upload': { document: string }
  'enrol.evidence.state.open': NoArguments
  'enrol.evidence.state.done': NoArguments
  'enrol.evidence.state.nothing': NoArguments
  'enrol.evidence.saved': NoArguments
  'enrol.evidence.continue': NoArguments
  'enrol.documents.send.first': NoArguments
  'enrol.agreement.title': NoArguments
  'enrol.agreement.sentence': { cloud: string; organisation: string }
  'enrol.agreement.read': { name: string; version: string }
  'enrol.agreement.accept': { name: string; organisation: string }
  'enrol.agreement.signer': NoArguments
  'enrol.agreement.submit': NoArguments
  'enrol.agent.title': NoArguments
  'enrol.agent.text': NoArguments
  'enrol.agent.submit': NoArguments
  'enrol.agent.first': NoArguments
  'enrol.agent.done': NoArguments
  'enrol.switch.title': NoArguments
  'enrol.switch.sentence': NoArguments
  'enrol.switch.current': NoArguments
  'enrol.switch.go': NoArguments
  'enrol.switch.enrolling': NoArguments
  'enrol.welcome.providers': NoArguments
  'enrol.providers.title': NoArguments
  'enrol.providers.sentence': { cloud: string }
  'enrol.providers.back': NoArguments
  'enrol.providers.search': NoArguments
  'enrol.providers.search.hint': NoArguments
  'enrol.providers.filters': { count: number }
  'enrol.providers.service': NoArguments
  'enrol.providers.language': NoArguments
  'enrol.providers.any': NoArguments
  'enrol.providers.none.title': NoArguments
  'enrol.providers.none.text': NoArguments
  'enrol.providers.none.filtered': NoArguments
  'enrol.providers.binds': NoArguments
  'enrol.providers.fulfil': NoArguments
  'palette.title': NoArguments
  'palette.field': NoArguments
  'palette.group.commands': NoArguments
  'palette.group.customers': NoArguments
  'palette.group.requests': NoArguments
  'palette.group.users': NoArguments
  'palette.count': { count: number }
  'palette.none': { text: string }
  'palette.failed': NoArguments
  'palette.request.words': NoArguments
  'palette.copy_link': NoArguments
  'palette.copy_link.words': NoArguments
  'palette.copied': NoArguments
  'palette.copy_failed': NoArguments
  'palette.shortcuts': NoArguments
  'palette.shortcuts.words': NoArguments
  'palette.keys.palette': NoArguments
  'palette.keys.search': NoArguments
  'palette.keys.home': NoArguments
  'palette.keys.customers': NoArguments
  'palette.keys.requests': NoArguments
  'palette.keys.settings': NoArguments
  'palette.keys.sheet': NoArguments
  'palette.keys.toast': NoArguments
  'palette.keys.then': NoArguments
  'palette.keys.switch': NoArguments
  'palette.keys.switch.hint': NoArguments
  'palette.keys.off': NoArguments
  'palette.close': NoArguments
  'help.title': NoArguments
  'help.sentence': NoArguments
  'help.back': NoArguments
  'help.tasks': NoArguments
  'help.tasks.yours': NoArguments
  'help.tasks.other': NoArguments
  'help.clouds': NoArguments
  'help.roles.everyone': NoArguments
  'help.steps': NoArguments
  'help.pages': NoArguments
  'help.terms': NoArguments
  'help.glossary': NoArguments
  'help.glossary.sentence': NoArguments
  'help.glossary.open': NoArguments
  'help.contact': NoArguments
  'help.contact.text': NoArguments
  'help.note.choice': NoArguments
  'help.note.always': NoArguments
  'help.note.mail_app': NoArguments
  'help.note.send_for_me': NoArguments
  'help.task.enrol.title': NoArguments
  'help.task.enrol.sentence': NoArguments
  'help.task.enrol.steps': NoArguments
  'help.task.documents.title': NoArguments
  'help.task.documents.sentence': NoArguments
  'help.task.documents.steps': NoArguments
  'help.task.invite.title': NoArguments
  'help.task.invite.sentence': NoArguments
  'help.task.invite.steps': NoArguments
  'help.task.invite_jointly.title': NoArguments
  'help.task.invite_jointly.sentence': NoArguments
  'help.task.invite_jointly.steps': NoArguments
  'help.task.requests.title': NoArguments
  'help.task.requests.sentence': NoArguments
  'help.task.requests.steps': NoArguments
  'help.task.customers.title': NoArguments
  'help.task.customers.sentence': NoArguments
  'help.task.customers.steps': NoArguments
  'help.task.multi_partner.title': NoArguments
  'help.task.multi_partner.sentence': NoArguments
  'help.task.multi_partner.steps': NoArguments
  'help.task.multichannel.title': NoArguments
  'help.task.multichannel.sentence': NoArguments
  'help.task.multichannel.steps': NoArguments
  'help.task.other_partners.title': NoArguments
  'help.task.other_partners.sentence': NoArguments
  'help.task.other_partners.steps': NoArguments
  'help.task.subscriptions.title': NoArguments
  'help.task.subscriptions.sentence': NoArguments
  'help.task.subscriptions.steps': NoArguments
  'help.task.users.title': NoArguments
  'help.task.users.sentence': NoArguments
  'help.task.users.steps': NoArguments
  'help.task.roles.title': NoArguments
  'help.task.roles.sentence': NoArguments
  'help.task.roles.steps': NoArguments
  'help.task.password.title': NoArguments
  'help.task.password.sentence': NoArguments
  'help.task.password.steps': NoArguments
  'help.task.factor.title': NoArguments
  'help.task.factor.sentence': NoArguments
  'help.task.factor.steps': NoArguments
  'help.task.directory.title': NoArguments
  'help.task.directory.sentence': NoArguments
  'help.task.directory.steps': NoArguments
  'help.task.accept.title': NoArguments
  'help.task.accept.sentence': NoArguments
  'help.task.accept.steps': NoArguments
  'help.task.genuine.title': NoArguments
  'help.task.genuine.sentence': NoArguments
  'help.task.genuine.steps': NoArguments
  'help.task.removal.title': NoArguments
  'help.task.removal.sentence': NoArguments
  'help.task.removal.steps': NoArguments
  'help.task.people.title': NoArguments
  'help.task.people.sentence': NoArguments
  'help.task.people.steps': NoArguments
  'help.task.review.title': NoArguments
  'help.task.review.sentence': NoArguments
  'help.task.review.steps': NoArguments
  'help.task.suspension.title': NoArguments
  'help.task.suspension.sentence': NoArguments
  'help.task.suspension.steps': NoArguments
  'help.task.failures.title': NoArguments
  'help.task.failures.sentence': NoArguments
  'help.task.failures.steps': NoArguments
  'help.task.audit.title': NoArguments
  'help.task.audit.sentence': NoArguments
  'help.task.audit.steps': NoArguments
  'help.task.own.title': NoArguments
  'help.task.own.sentence': NoArguments
  'help.task.own.steps': NoArguments
  'help.term.agent': NoArguments
  'help.term.chain': NoArguments
  'help.term.cloud': NoArguments
  'help.term.delegated_admin_privileges': NoArguments
  'help.term.direct_bill': NoArguments
  'help.term.freeze': NoArguments
  'help.term.global_admin': NoArguments
  'help.term.head': NoArguments
  'help.term.indirect_provider': NoArguments
  'help.term.indirect_reseller': NoArguments
  'help.term.mpn_id': NoArguments
  'help.term.operator': NoArguments
  'help.term.partner_id': NoArguments
  'help.term.primary_contact': NoArguments
  'help.term.relationship_manager': NoArguments
  'help.term.relationship_link': NoArguments
  'help.term.reseller_relationship': NoArguments
  'help.term.second_factor': NoArguments
  'help.term.service': NoArguments
  'help.term.suspension': NoArguments
}
