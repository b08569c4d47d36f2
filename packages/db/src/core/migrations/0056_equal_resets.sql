-- A request to reset a password writes the same row whether the address has an account or not (S5). The foreign key made one
-- difference that a clock could tell: it looked up and locked the account of a known address. No role deletes an account.
alter table auth.one_time_link drop constraint one_time_link_account_id_fkey;
