"""签名和验证: who signed what, when, with which key, in a form that anyone can check later.

`statements` signs, `verifying` checks a signature, `papers` puts a code on what leaves the house, `checking` answers
the verification page. The images of signatures and seals are for the eye; what counts here is the statement.
"""
