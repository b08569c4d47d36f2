-- Since when the company vouches for the addresses of a directory that does not say whether they are verified.
alter table auth.partner_directory add column addresses_declared_at timestamptz;
grant update (has_own_return, addresses_declared_at) on auth.partner_directory to entente_partner;
