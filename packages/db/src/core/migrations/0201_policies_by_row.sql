-- `in (select id from organisation)` reads all organisations for one row: the opening of an invitation took longer with every customer of
-- the instance. These ask for the one that the row names.
alter policy readers_of_the_card on partner_profile
  using (exists (select from organisation where organisation.id = partner_profile.organisation_id));
alter policy published_partners on organisation using (partner_status = 'active'
  and exists (select from business_profile where business_profile.partner_id = organisation.id));
alter policy listed_providers on organisation using (partner_status = 'active'
  and exists (select from provider_entry where provider_entry.partner_id = organisation.id));
alter policy published_locations on business_location
  using (exists (select from business_profile where business_profile.partner_id = business_location.partner_id));

-- These read all customers of the partner, or all of its grants.
alter policy partner_reads on access_rule using (exists (select from relationship r
  where r.customer_id = access_rule.customer_id and r.partner_id = current_tenant()));
alter policy partner_records_removal on audit_record with check (action = 'relationship.removed'
  and exists (select from relationship r where r.partner_id = current_tenant() and r.customer_id = audit_record.organisation_id
    and r.status = 'removed'));
alter policy partner_records_giving_up on audit_record with check (action = 'admin_grant.removed_by_partner'
  and exists (select from admin_grant g where g.partner_id = current_tenant() and g.customer_id = audit_record.organisation_id
    and g.given_up));

-- And these all accounts, all requests, all referrals.
alter policy operator_reads on auth.session using (exists (select from auth.account a
  where a.id = session.account_id and a.audience in ('partner', 'customer')));
alter policy operator_ends on auth.session using (exists (select from auth.account a
  where a.id = session.account_id and a.audience in ('partner', 'customer')));
alter policy operator_reads_asked on relationship
  using (exists (select from end_request where end_request.relationship_id = relationship.id));
alter policy operator_reads_live on relationship using (status = 'active'
  or exists (select from service_request where service_request.relationship_id = relationship.id));
alter policy auth_asks on referral_contact with check (exists (select from referral
  where referral.id = referral_contact.referral_id and referral.source = 'directory' and referral.status = 'new'));
alter policy operator_refers on referral_contact with check (exists (select from referral
  where referral.id = referral_contact.referral_id and referral.source = 'operator' and referral.status = 'new'));
