"""The rules of an accident case that need no database: class, jurisdiction, reports, clocks, penalties.

「条例」 in comments and articles is 《生产安全事故报告和调查处理条例》 (国务院令第493号).
"""
