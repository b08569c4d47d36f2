// Written by `node packages/i18n/generate.ts` from messages/en. Do not edit.

export type NoArguments = Record<string, never>

export type Messages = {
  'common.product': NoArguments
  'common.cloud.band': { cloud: string }
  'common.skip_to_content': NoArguments
  'common.nav.label': NoArguments
  'common.nav.menu': NoArguments
  'common.nav.customers': NoArguments
  'common.nav.requests': NoArguments
  'common.nav.partner_relationships': NoArguments
  'common.nav.people': NoArguments
  'common.nav.account': NoArguments
  'common.signed_in_as': { name: string }
  'common.language.read_in': NoArguments
  'common.language.label': NoArguments
  'common.language.change': NoArguments
  'common.language.en': NoArguments
  'common.language.de': NoArguments
  'common.language.zh-CN': NoArguments
  'common.theme.label': NoArguments
  'common.theme.change': NoArguments
  'common.theme.system': NoArguments
  'common.theme.light': NoArguments
  'common.theme.dark': NoArguments
  'common.field.email': NoArguments
  'common.field.password': NoArguments
  'common.field.name': NoArguments
  'common.field.organisation': NoArguments
  'common.field.country': NoArguments
  'common.field.country.choose': NoArguments
  'common.field.optional': NoArguments
  'common.field.new_password': NoArguments
  'common.field.current_password': NoArguments
  'common.field.password.hint': NoArguments
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
  'common.sign_out': NoArguments
  'common.reset.title': NoArguments
  'common.reset.intro': NoArguments
  'common.reset.submit': NoArguments
  'common.reset.back': NoArguments
  'common.reset.sent.title': NoArguments
  'common.reset.sent.text': NoArguments
  'common.reset.sent.nothing': NoArguments
  'common.reset.new.title': NoArguments
  'common.reset.new.submit': NoArguments
  'common.reset.again': NoArguments
  'common.account.title': NoArguments
  'common.account.intro': NoArguments
  'common.account.name': NoArguments
  'common.account.email': NoArguments
  'common.account.organisation': NoArguments
  'common.account.partner_id': NoArguments
  'common.account.roles': NoArguments
  'common.account.preferences': NoArguments
  'common.account.time_zone': NoArguments
  'common.account.time_zone.hint': NoArguments
  'common.account.save': NoArguments
  'common.account.saved': NoArguments
  'common.account.change_password': NoArguments
  'common.account.password_changed': NoArguments
  'common.account.wrong_password': NoArguments
  'common.error.reference': { id: string }
  'common.error.reference.hint': NoArguments
  'common.error.start': NoArguments
  'common.error.retry': NoArguments
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
  'common.error.421.title': NoArguments
  'common.error.421.text': { cloud: string }
  'common.error.429.title': NoArguments
  'common.error.429.text': NoArguments
  'common.error.500.title': NoArguments
  'common.error.500.text': NoArguments
  'common.error.503.title': NoArguments
  'common.error.503.text': NoArguments
  'common.form.errors': { count: number }
  'common.form.unsaved': NoArguments
  'common.field_error.required': NoArguments
  'common.field_error.email': NoArguments
  'common.field_error.country': NoArguments
  'common.field_error.too_long': { max: number }
  'common.field_error.one_line': NoArguments
  'common.field_error.plain_text': NoArguments
  'common.field_error.choice': NoArguments
  'common.field_error.invalid': NoArguments
  'common.pagination.label': NoArguments
  'common.pagination.next': NoArguments
  'common.pagination.previous': NoArguments
  'common.pagination.first': NoArguments
  'common.search.label': NoArguments
  'common.search.clear': NoArguments
  'common.sort.by': { column: string }
  'common.sort.ascending': NoArguments
  'common.sort.descending': NoArguments
  'common.loading': NoArguments
  'common.sending': NoArguments
  'common.copy': NoArguments
  'common.copied': NoArguments
  'common.copy_failed': NoArguments
  'common.close': NoArguments
  'common.dismiss': NoArguments
  'common.cancel': NoArguments
  'common.save': NoArguments
  'common.back': NoArguments
  'common.continue': NoArguments
  'common.yes': NoArguments
  'common.no': NoArguments
  'common.none': NoArguments
  'common.details': NoArguments
  'common.notice.info': NoArguments
  'common.notice.success': NoArguments
  'common.notice.warning': NoArguments
  'common.notice.error': NoArguments
  'common.notifications': NoArguments
  'common.external_link': NoArguments
  'common.times_in_zone': { zone: string }
  'common.needs_javascript': NoArguments
  'common.updated_live': NoArguments
  'common.role.global_admin': NoArguments
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
  'common.confirm.again': NoArguments
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
  'common.set_up.submit': NoArguments
  'errors.not_signed_in': NoArguments
  'errors.wrong_credentials': NoArguments
  'errors.missing_permission': { roles: string }
  'errors.not_global_admin': { admins: string; count: number }
  'errors.membership_requested': { organisation: string }
  'errors.account_not_active': NoArguments
  'errors.feature_off': NoArguments
  'errors.not_found': NoArguments
  'errors.link_unknown': NoArguments
  'errors.link_revoked': NoArguments
  'errors.partner_not_active': NoArguments
  'errors.country_not_allowed': { country: string }
  'errors.agreement_not_accepted': NoArguments
  'errors.agreement_changed': NoArguments
  'errors.services_invalid': NoArguments
  'errors.holders_changed': NoArguments
  'errors.one_time_link_unknown': NoArguments
  'errors.one_time_link_spent': NoArguments
  'errors.password_too_weak': { reason: string }
  'errors.password_unchanged': NoArguments
  'errors.draft_link_missing': NoArguments
  'errors.draft_link_altered': NoArguments
  'errors.draft_foreign_link': { paragraph: number }
  'errors.draft_paragraph_locked': { paragraph: number }
  'errors.draft_outdated': NoArguments
  'errors.recipients_invalid': { addresses: string; count: number }
  'errors.recipient_recently_mailed': { addresses: string; wait: string }
  'errors.daily_limit_reached': { wait: string }
  'errors.domain_limit_reached': { domains: string; wait: string }
  'errors.sending_stopped': NoArguments
  'errors.recipient_settled': NoArguments
  'errors.too_many_attempts': { wait: string }
  'errors.idempotency_key_reused': NoArguments
  'errors.already_decided': NoArguments
  'errors.already_suspended': NoArguments
  'errors.not_suspended': NoArguments
  'errors.already_revoked': NoArguments
  'errors.already_retried': NoArguments
  'errors.invalid_input': NoArguments
  'errors.wrong_code': NoArguments
  'errors.step_up_required': NoArguments
  'errors.second_factor_mandatory': NoArguments
  'errors.second_factor_missing': NoArguments
  'errors.unavailable': NoArguments
  'portal.title': NoArguments
  'portal.customers.title': NoArguments
  'portal.customers.intro': NoArguments
  'portal.customers.request': NoArguments
  'portal.customers.request.not_allowed': { roles: string }
  'portal.customers.table': NoArguments
  'portal.customers.column.name': NoArguments
  'portal.customers.column.domain': NoArguments
  'portal.customers.column.country': NoArguments
  'portal.customers.column.relationship': NoArguments
  'portal.customers.column.privileges': NoArguments
  'portal.customers.column.since': NoArguments
  'portal.customers.column.details': NoArguments
  'portal.customers.details': { customer: string }
  'portal.customers.relationship.active': NoArguments
  'portal.customers.relationship.removed': NoArguments
  'portal.customers.privileges.none': NoArguments
  'portal.customers.domain.none': NoArguments
  'portal.customers.search': NoArguments
  'portal.customers.search.hint': NoArguments
  'portal.customers.search.submit': NoArguments
  'portal.customers.updated': NoArguments
  'portal.customers.live_needs_javascript': NoArguments
  'portal.customers.empty.title': NoArguments
  'portal.customers.empty.text': NoArguments
  'portal.customers.no_match.title': { search: string }
  'portal.customers.no_match.text': NoArguments
  'portal.customer.back': NoArguments
  'portal.customer.account.title': NoArguments
  'portal.customer.account.name': NoArguments
  'portal.customer.account.name.stated': NoArguments
  'portal.customer.account.customer_id': NoArguments
  'portal.customer.account.customer_id.copy': NoArguments
  'portal.customer.account.domain': NoArguments
  'portal.customer.account.domain.confirmed': NoArguments
  'portal.customer.account.domain.none': NoArguments
  'portal.customer.account.country': NoArguments
  'portal.customer.account.since': NoArguments
  'portal.customer.account.origin': NoArguments
  'portal.customer.account.origin.acceptance': NoArguments
  'portal.customer.account.origin.created': NoArguments
  'portal.customer.account.origin.import': NoArguments
  'portal.customer.account.relationship': NoArguments
  'portal.customer.account.agreement': NoArguments
  'portal.customer.account.agreement.accepted': { agreement: string; date: string; version: string }
  'portal.customer.account.agreement.none': NoArguments
  'portal.customer.services.title': NoArguments
  'portal.customer.services.granted': { date: string }
  'portal.customer.services.not_granted': NoArguments
  'portal.customer.services.not_granted.hint': NoArguments
  'portal.customer.services.open': { customer: string; service: string }
  'portal.customer.services.open.later': NoArguments
  'portal.customer.services.open.missing_permission': { roles: string }
  'portal.customer.users.title': NoArguments
  'portal.customer.users.available_later': NoArguments
  'portal.customer.users.not_granted': NoArguments
  'portal.customer.users.missing_permission': { roles: string }
  'portal.customer.licences.title': NoArguments
  'portal.customer.licences.available_later': NoArguments
  'portal.customer.licences.not_granted': NoArguments
  'portal.customer.licences.missing_permission': { roles: string }
  'portal.customer.responsibility': { agreement: string }
  'portal.request.title': NoArguments
  'portal.request.intro': NoArguments
  'portal.request.intro.fixed': { cloud: string }
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
  'portal.request.copied': NoArguments
  'portal.request.copy.hint': NoArguments
  'portal.request.open_in_app': NoArguments
  'portal.request.open_in_app.hint': NoArguments
  'portal.request.open_in_app.shortened': NoArguments
  'portal.request.needs_javascript': { send: string }
  'portal.request.send': NoArguments
  'portal.request.send.hint': { cloud: string; email: string }
  'portal.request.recipients': NoArguments
  'portal.request.recipients.hint': NoArguments
  'portal.request.done': NoArguments
  'portal.request.done.hint': NoArguments
  'portal.request.done.noted': NoArguments
  'portal.request.sent.title': NoArguments
  'portal.request.sent.text': { count: number }
  'portal.request.sent.another': NoArguments
  'portal.request.important.title': NoArguments
  'portal.request.important.uses': NoArguments
  'portal.request.related.title': NoArguments
  'portal.request.related.support_contacts': NoArguments
  'portal.request.related.remove': NoArguments
  'portal.recipient.status.queued': NoArguments
  'portal.recipient.status.sent': NoArguments
  'portal.recipient.status.delivered': NoArguments
  'portal.recipient.status.bounced': NoArguments
  'portal.recipient.status.complained': NoArguments
  'portal.recipient.status.bounced.hint': NoArguments
  'portal.recipient.status.complained.hint': NoArguments
  'portal.recipient.replaced': { address: string }
  'portal.recipient.send_again.title': NoArguments
  'portal.recipient.send_again.address': NoArguments
  'portal.recipient.send_again.send': NoArguments
  'portal.recipient.status.failed': NoArguments
  'portal.recipient.status.failed.hint': NoArguments
  'portal.recipient.status.at': { status: string; time: string }
  'portal.recipient.accepted': { customer: string; date: string }
  'portal.recipient.not_accepted': NoArguments
  'portal.requests.title': NoArguments
  'portal.requests.intro': NoArguments
  'portal.requests.table': NoArguments
  'portal.requests.column.when': NoArguments
  'portal.requests.column.what': NoArguments
  'portal.requests.column.recipients': NoArguments
  'portal.requests.column.asked': NoArguments
  'portal.requests.prepared': { author: string }
  'portal.requests.sent': { author: string }
  'portal.requests.accepted': { customer: string }
  'portal.requests.declined': { customer: string }
  'portal.requests.recipients.count': { count: number }
  'portal.requests.recipients.own_mailbox': NoArguments
  'portal.requests.with_privileges': NoArguments
  'portal.requests.without_privileges': NoArguments
  'portal.requests.details': { subject: string }
  'portal.requests.updated': NoArguments
  'portal.requests.empty.title': NoArguments
  'portal.requests.empty.text': NoArguments
  'portal.log_entry.title': { date: string }
  'portal.log_entry.back': NoArguments
  'portal.log_entry.author': NoArguments
  'portal.log_entry.when': NoArguments
  'portal.log_entry.language': NoArguments
  'portal.log_entry.subject': NoArguments
  'portal.log_entry.text': NoArguments
  'portal.log_entry.text.gone': NoArguments
  'portal.log_entry.customer': NoArguments
  'portal.log_entry.open_customer': NoArguments
  'portal.request.draft.hint': NoArguments
  'portal.request.link.restored': NoArguments
  'portal.request.renewed': NoArguments
  'portal.request.unavailable.title': NoArguments
  'portal.request.hand_over.self': NoArguments
  'portal.request.hand_over.us': { cloud: string }
  'portal.request.hand_over.finish': NoArguments
  'portal.suspended.title': { cloud: string; partner: string }
  'portal.suspended.text': NoArguments
  'portal.requests.live_needs_javascript': NoArguments
  'portal.log_entry.mail': NoArguments
  'portal.log_entry.recipients': NoArguments
  'acceptance.title': NoArguments
  'acceptance.invitation.title': { partner: string }
  'acceptance.invitation.intro': { cloud: string }
  'acceptance.party.title': NoArguments
  'acceptance.party.legal_name': NoArguments
  'acceptance.party.country': NoArguments
  'acceptance.party.partner_id': NoArguments
  'acceptance.party.kind': NoArguments
  'acceptance.party.verification': NoArguments
  'acceptance.party.customer': NoArguments
  'acceptance.party.decides': NoArguments
  'acceptance.party.verified': NoArguments
  'acceptance.party.verified.hint': { cloud: string }
  'acceptance.party.not_verified': NoArguments
  'acceptance.party.not_verified.hint': NoArguments
  'acceptance.asks.title': NoArguments
  'acceptance.asks.relationship': NoArguments
  'acceptance.asks.relationship.text': { partner: string }
  'acceptance.asks.privileges': NoArguments
  'acceptance.asks.privileges.text': { partner: string }
  'acceptance.asks.privileges.services': { services: string }
  'acceptance.asks.privileges.none': { partner: string }
  'acceptance.agreement.title': NoArguments
  'acceptance.agreement.name': { agreement: string; version: string }
  'acceptance.agreement.read': NoArguments
  'acceptance.invitation.next.title': NoArguments
  'acceptance.invitation.next.text': NoArguments
  'acceptance.invitation.sign_in': NoArguments
  'acceptance.invitation.create_account': NoArguments
  'acceptance.invitation.review': NoArguments
  'acceptance.invitation.signed_in': { name: string; organisation: string }
  'acceptance.invitation.unexpected': NoArguments
  'acceptance.invitation.ask': NoArguments
  'acceptance.sign_up.title': NoArguments
  'acceptance.sign_up.intro': { cloud: string }
  'acceptance.sign_up.for_invitation': { partner: string }
  'acceptance.sign_up.organisation': NoArguments
  'acceptance.sign_up.organisation.hint': NoArguments
  'acceptance.sign_up.country': NoArguments
  'acceptance.sign_up.name': NoArguments
  'acceptance.sign_up.name.hint': NoArguments
  'acceptance.sign_up.email': NoArguments
  'acceptance.sign_up.email.hint': NoArguments
  'acceptance.sign_up.password': NoArguments
  'acceptance.sign_up.submit': NoArguments
  'acceptance.sign_up.sign_in': NoArguments
  'acceptance.check_mail.title': NoArguments
  'acceptance.check_mail.text': NoArguments
  'acceptance.check_mail.any_device': NoArguments
  'acceptance.check_mail.nothing': NoArguments
  'acceptance.confirm.title': NoArguments
  'acceptance.confirm.address': { email: string; organisation: string }
  'acceptance.confirm.then': NoArguments
  'acceptance.confirm.submit': NoArguments
  'acceptance.confirm.not_you': NoArguments
  'acceptance.confirm.signed_up.title': NoArguments
  'acceptance.confirm.signed_up.text': NoArguments
  'acceptance.confirm.join_requested.title': NoArguments
  'acceptance.confirm.join_requested.text': NoArguments
  'acceptance.confirm.spent.title': NoArguments
  'acceptance.confirm.unknown.title': NoArguments
  'acceptance.review.title': { partner: string }
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
  'acceptance.review.lasting': { partner: string }
  'acceptance.review.active': { partner: string }
  'acceptance.review.removed': { partner: string }
  'acceptance.review.complete.title': { partner: string }
  'acceptance.review.complete.text': NoArguments
  'acceptance.review.agreement.title': NoArguments
  'acceptance.review.agreement.accept': NoArguments
  'acceptance.review.agreement.for': { agreement: string; organisation: string; version: string }
  'acceptance.review.authorize': NoArguments
  'acceptance.review.decline.title': NoArguments
  'acceptance.review.decline': NoArguments
  'acceptance.review.decline.tell': NoArguments
  'acceptance.review.decline.tell.hint': { partner: string }
  'acceptance.result.accepted.title': { partner: string }
  'acceptance.result.accepted.text': { organisation: string }
  'acceptance.result.restored.title': { partner: string }
  'acceptance.result.restored.text': { organisation: string }
  'acceptance.result.already.title': { partner: string }
  'acceptance.result.already.text': NoArguments
  'acceptance.result.granted': { partner: string; services: string }
  'acceptance.result.granted.none': NoArguments
  'acceptance.result.declined.title': NoArguments
  'acceptance.result.declined.text': { partner: string }
  'acceptance.result.declined.unchanged': { partner: string }
  'acceptance.result.declined.told': { partner: string }
  'acceptance.result.declined.not_told': { partner: string }
  'acceptance.result.next': NoArguments
  'acceptance.link_unknown.title': NoArguments
  'acceptance.link_revoked.title': NoArguments
  'acceptance.partner_not_active.title': NoArguments
  'acceptance.country_not_allowed.title': NoArguments
  'acceptance.holders_changed.title': NoArguments
  'acceptance.not_admin.title': NoArguments
  'acceptance.not_admin.text': { name: string; organisation: string }
  'acceptance.not_admin.whom': NoArguments
  'acceptance.not_admin.forward': NoArguments
  'acceptance.not_admin.nobody': NoArguments
  'acceptance.partners.title': NoArguments
  'acceptance.partners.intro': { organisation: string }
  'acceptance.partners.table': NoArguments
  'acceptance.partners.column.partner': NoArguments
  'acceptance.partners.column.relationship': NoArguments
  'acceptance.partners.column.since': NoArguments
  'acceptance.partners.column.agreement': NoArguments
  'acceptance.partners.services.of': { partner: string }
  'acceptance.partners.status.active': NoArguments
  'acceptance.partners.status.removed': NoArguments
  'acceptance.partners.service.held': NoArguments
  'acceptance.partners.service.held.since': { date: string }
  'acceptance.partners.service.not_held': NoArguments
  'acceptance.partners.no_privileges': { partner: string }
  'acceptance.partners.service.removed': { date: string }
  'acceptance.partners.remove': NoArguments
  'acceptance.partners.remove.of': { partner: string }
  'acceptance.partners.removed.title': NoArguments
  'acceptance.partners.removed.text': { partner: string }
  'acceptance.remove_roles.title': { partner: string }
  'acceptance.remove_roles.intro': { partner: string }
  'acceptance.remove_roles.services': NoArguments
  'acceptance.remove_roles.service.since': { date: string }
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
  'acceptance.people.column.name': NoArguments
  'acceptance.people.column.email': NoArguments
  'acceptance.people.column.role': NoArguments
  'acceptance.people.column.status': NoArguments
  'acceptance.people.column.since': NoArguments
  'acceptance.people.column.decision': NoArguments
  'acceptance.people.role.global_admin': NoArguments
  'acceptance.people.role.user': NoArguments
  'acceptance.people.status.active': NoArguments
  'acceptance.people.status.requested': NoArguments
  'acceptance.people.status.declined': NoArguments
  'acceptance.people.status.removed': NoArguments
  'acceptance.people.you': NoArguments
  'operator.nav.overview': NoArguments
  'operator.nav.dead_letters': NoArguments
  'operator.nav.partners': NoArguments
  'operator.nav.audit': NoArguments
  'operator.overview.title': NoArguments
  'operator.overview.intro': { cloud: string; time: string }
  'operator.overview.reload': NoArguments
  'operator.overview.mails.title': NoArguments
  'operator.overview.mails.none': NoArguments
  'operator.overview.mails.rendered': NoArguments
  'operator.overview.mails.sent': NoArguments
  'operator.overview.mails.failed': NoArguments
  'operator.overview.mails.delivered': NoArguments
  'operator.overview.mails.bounced': NoArguments
  'operator.overview.mails.complained': NoArguments
  'operator.overview.work.title': NoArguments
  'operator.overview.work.waiting': NoArguments
  'operator.overview.work.oldest': NoArguments
  'operator.overview.work.oldest.none': NoArguments
  'operator.overview.work.dead': NoArguments
  'operator.overview.work.dead.open': NoArguments
  'operator.overview.workers.title': NoArguments
  'operator.overview.workers.table': NoArguments
  'operator.overview.workers.none.title': NoArguments
  'operator.overview.workers.none.text': NoArguments
  'operator.overview.workers.column.worker': NoArguments
  'operator.overview.workers.column.state': NoArguments
  'operator.overview.workers.column.started': NoArguments
  'operator.overview.workers.column.queues': NoArguments
  'operator.overview.workers.alive': NoArguments
  'operator.overview.workers.silent': { time: string }
  'operator.overview.workers.queue': { active: string; delayed: string; failed: string; queue: string; waiting: string }
  'operator.dead_letters.title': NoArguments
  'operator.dead_letters.intro': NoArguments
  'operator.dead_letters.table': NoArguments
  'operator.dead_letters.column.job': NoArguments
  'operator.dead_letters.column.failure': NoArguments
  'operator.dead_letters.column.created': NoArguments
  'operator.dead_letters.column.failed': NoArguments
  'operator.dead_letters.column.actions': NoArguments
  'operator.dead_letters.retry': NoArguments
  'operator.dead_letters.retry.of': { job: string; time: string }
  'operator.dead_letters.retry.not_allowed': { roles: string }
  'operator.dead_letters.retried': NoArguments
  'operator.dead_letters.empty.title': NoArguments
  'operator.dead_letters.empty.text': NoArguments
  'operator.partners.title': NoArguments
  'operator.partners.intro': { cloud: string }
  'operator.partners.table': NoArguments
  'operator.partners.search': NoArguments
  'operator.partners.search.hint': NoArguments
  'operator.partners.search.submit': NoArguments
  'operator.partners.column.name': NoArguments
  'operator.partners.column.partner_id': NoArguments
  'operator.partners.column.kind': NoArguments
  'operator.partners.column.country': NoArguments
  'operator.partners.column.status': NoArguments
  'operator.partners.column.since': NoArguments
  'operator.partners.status.active': NoArguments
  'operator.partners.status.suspended': NoArguments
  'operator.partners.empty.title': NoArguments
  'operator.partners.empty.text': NoArguments
  'operator.partners.no_match.title': { search: string }
  'operator.partners.no_match.text': NoArguments
  'operator.partner.back': NoArguments
  'operator.partner.back_to': { partner: string }
  'operator.partner.card.title': NoArguments
  'operator.partner.organisation_id': NoArguments
  'operator.partner.verified': { date: string }
  'operator.partner.verification': NoArguments
  'operator.partner.audit': NoArguments
  'operator.partner.people.title': NoArguments
  'operator.partner.people.table': { partner: string }
  'operator.partner.people.none': NoArguments
  'operator.partner.people.column.name': NoArguments
  'operator.partner.people.column.email': NoArguments
  'operator.partner.people.column.roles': NoArguments
  'operator.partner.people.column.status': NoArguments
  'operator.partner.people.status.active': NoArguments
  'operator.partner.people.status.requested': NoArguments
  'operator.partner.people.status.declined': NoArguments
  'operator.partner.people.status.removed': NoArguments
  'operator.partner.links.title': NoArguments
  'operator.partner.links.intro': NoArguments
  'operator.partner.links.table': { partner: string }
  'operator.partner.links.column.kind': NoArguments
  'operator.partner.links.column.version': NoArguments
  'operator.partner.links.column.created': NoArguments
  'operator.partner.links.with_privileges': NoArguments
  'operator.partner.links.without_privileges': NoArguments
  'operator.partner.acts.title': NoArguments
  'operator.partner.acts.none': NoArguments
  'operator.partner.acts.suspended': { person: string; time: string }
  'operator.partner.acts.suspension_lifted': { person: string; time: string }
  'operator.partner.acts.revoked': { person: string; time: string }
  'operator.partner.acts.somebody': NoArguments
  'operator.partner.not_allowed': { roles: string }
  'operator.partner.done.suspended': NoArguments
  'operator.partner.done.lifted': NoArguments
  'operator.partner.done.revoked': NoArguments
  'operator.act.reason': NoArguments
  'operator.act.reason.hint': NoArguments
  'operator.act.consequences': NoArguments
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
  'operator.audit.filter.person.hint': NoArguments
  'operator.audit.filter.from': NoArguments
  'operator.audit.filter.until': NoArguments
  'operator.audit.filter.submit': NoArguments
  'operator.audit.filter.clear': NoArguments
  'operator.audit.column.time': NoArguments
  'operator.audit.column.action': NoArguments
  'operator.audit.column.organisation': NoArguments
  'operator.audit.column.person': NoArguments
  'operator.audit.column.details': NoArguments
  'operator.audit.details_of': { action: string; time: string }
  'operator.audit.instance': NoArguments
  'operator.audit.unknown_organisation': NoArguments
  'operator.audit.nobody': NoArguments
  'operator.audit.system': NoArguments
  'operator.audit.empty.title': NoArguments
  'operator.audit.empty.text': NoArguments
  'operator.audit.bad_filter': NoArguments
  'operator.audit.back': NoArguments
  'operator.record.request': NoArguments
  'operator.record.roles': NoArguments
  'operator.record.roles.none': NoArguments
  'operator.record.position': NoArguments
  'operator.record.position.none': NoArguments
  'operator.record.payload': NoArguments
  'operator.chains.title': NoArguments
  'operator.chains.intro': NoArguments
  'operator.chains.table': NoArguments
  'operator.chains.column.records': NoArguments
  'operator.chains.column.actions': NoArguments
  'operator.chains.verify': NoArguments
  'operator.chains.verify.of': { organisation: string }
  'operator.chains.verify.not_allowed': { roles: string }
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
  'operator.chain.fault.missing': NoArguments
  'operator.chain.fault.reordered': NoArguments
  'operator.chain.fault.seal_altered': NoArguments
  'mail.greeting': { name: string }
  'mail.greeting.nobody': NoArguments
  'mail.sender': { cloud: string }
  'mail.valid_once': { time: string }
  'mail.confirm_sign_up.subject': { cloud: string }
  'mail.confirm_sign_up.text': { organisation: string }
  'mail.confirm_sign_up.action': NoArguments
  'mail.confirm_sign_up.ignore': NoArguments
  'mail.already_signed_up.subject': { cloud: string }
  'mail.already_signed_up.text': NoArguments
  'mail.already_signed_up.action': NoArguments
  'mail.already_signed_up.ignore': NoArguments
  'mail.reset_password.subject': { cloud: string }
  'mail.reset_password.text': NoArguments
  'mail.reset_password.action': NoArguments
  'mail.reset_password.ignore': NoArguments
  'mail.relationship_accepted.subject': { customer: string }
  'mail.relationship_accepted.text': { country: string; customer: string; partner: string; time: string }
  'mail.relationship_accepted.restored': { country: string; customer: string; partner: string; time: string }
  'mail.relationship_accepted.granted': { services: string }
  'mail.relationship_accepted.granted.none': NoArguments
  'mail.relationship_accepted.action': NoArguments
  'mail.relationship_receipt.subject': { partner: string }
  'mail.relationship_receipt.text': { country: string; organisation: string; partner: string; partnerId: string; person: string; time: string }
  'mail.relationship_receipt.granted': { services: string }
  'mail.relationship_receipt.granted.none': NoArguments
  'mail.relationship_receipt.moved': { holder: string; service: string }
  'mail.relationship_receipt.agreement': { agreement: string; version: string }
  'mail.relationship_receipt.action': NoArguments
  'mail.relationship_receipt.not_you': { cloud: string }
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
  'draft.subject': { cloud: string; partner: string }
  'draft.greeting': NoArguments
  'draft.request': { cloud: string; partner: string }
  'draft.privileges': { services: string }
  'draft.instruction': { agreement: string }
  'draft.closing': { partner: string; person: string }
}
