-- Referrals are found by the company's name. Nobody changes it; the indexer cuts those that are there already.
alter table referral add column terms tsvector, add column terms_version smallint not null default 0;
create index referral_uncut on referral (id) where terms_version < 1;
grant select (terms), insert (terms, terms_version) on referral to entente_partner, entente_operator;
grant insert (terms, terms_version) on referral to entente_auth;
grant select (id, company, terms_version), update (terms, terms_version) on referral to entente_indexer;
create policy indexer_cuts on referral to entente_indexer using (true) with check (true);
