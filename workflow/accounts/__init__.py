"""Accounts: passwords, failed logins, sessions at the site, second factor.

Who a person is and what he may do lies in `people`; here is how he proves at the door that it is he. Every rule
takes its numbers from `Terms` and its moment from the desk (GB/T 22239-2019, 身份鉴别).
"""
